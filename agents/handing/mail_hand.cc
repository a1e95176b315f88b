#include "agents/handing/mail_hand.h"

#include <curl/curl.h>

#include <cstddef>
#include <memory>
#include <string_view>

#include "agents/handing/mail.h"
#include "core/storage/file.h"

namespace stile::agent {
namespace {

constexpr long kLeastRefusal = 400;
constexpr long kLeastForGood = 500;
constexpr long kAfterRefusals = 600;

using Transfer = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

bool initialised() {
  static const bool done = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return done;
}

// take() is asked by libcurl for the next piece of the mail.
std::size_t take(char* to, std::size_t size, std::size_t count, void* mail) {
  auto& left = *static_cast<std::string_view*>(mail);
  const std::size_t taken = left.copy(to, size * count);
  left.remove_prefix(taken);
  return taken;
}

// has_to_stop() is asked by libcurl at least once a second; anything but 0 ends the transfer.
int has_to_stop(void* stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::stop_token*>(stop)->stop_requested() ? 1 : 0;
}

// Setting remembers whether every option was taken: without one of them nothing may be sent.
class Setting {
 public:
  explicit Setting(CURL* transfer) : transfer_(transfer) {}
  template <typename Value>
  void operator()(CURLoption option, Value value) {
    taken_ = taken_ && curl_easy_setopt(transfer_, option, value) == CURLE_OK;
  }
  bool taken() const { return taken_; }

 private:
  CURL* transfer_;
  bool taken_ = true;
};

void set_server(const MailSettings& settings, Setting& set) {
  // What follows the address is what EHLO says; else libcurl says the machine's name.
  const std::string url = settings.server.url() + "/" + std::string(settings.sender.domain());
  set(CURLOPT_URL, url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "smtp");
  set(CURLOPT_PROXY, "");  // and none from the environment
  set(CURLOPT_USE_SSL,
      static_cast<long>(settings.server.is_loopback() ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_3));
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  if (settings.roots.empty()) return;
  set(CURLOPT_CAINFO, settings.roots.c_str());
  set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));  // the system's would count as well
}

Status outcome(CURL* transfer, CURLcode code) {
  long answer = 0;
  curl_easy_getinfo(transfer, CURLINFO_RESPONSE_CODE, &answer);
  switch (code) {
    case CURLE_OK: return ok();
    case CURLE_USE_SSL_FAILED:
      return Error{Reason::kWrongPeer, "the mail server offers no STARTTLS; nothing was sent"};
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CIPHER:
      return Error{Reason::kWrongPeer,
                   std::string("the mail server's TLS does not hold: ") + curl_easy_strerror(code)};
    default: break;
  }
  if (answer >= kLeastRefusal && answer < kAfterRefusals) {
    const Reason reason = answer < kLeastForGood ? Reason::kUnavailable : Reason::kNotPermitted;
    return Error{reason, "the mail server answered " + std::to_string(answer)};
  }
  return Error{Reason::kUnavailable,
               std::string("the mail server was not reached: ") + curl_easy_strerror(code)};
}

}  // namespace

Result<MailHand> MailHand::open(MailSettings settings, std::chrono::milliseconds longest) {
  if (!initialised()) return Error{Reason::kIo, "libcurl does not start"};
  if (!settings.roots.empty()) STILE_CHECKED(storage::read_whole(settings.roots));
  return MailHand(std::move(settings), longest);
}

Status MailHand::give(const Handing& handing, const std::stop_token& stop) {
  if (handing.to.mailbox.empty()) {
    return Error{Reason::kMissingField, "the contact has no mailbox"};
  }
  const auto to = Mailbox::parse(handing.to.mailbox);
  if (!to.ok()) return Error{to.reason(), "the contact's mailbox " + to.error().detail};
  const std::string mail = mail_of(handing, settings_.sender, *to);

  const Transfer transfer(curl_easy_init(), curl_easy_cleanup);
  const List recipients(curl_slist_append(nullptr, ("<" + to->text() + ">").c_str()),
                        curl_slist_free_all);
  if (transfer == nullptr || recipients == nullptr) return Error{Reason::kIo, "libcurl: no memory"};
  std::string_view left = mail;
  Setting set(transfer.get());
  set_server(settings_, set);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(longest_.count()));
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, &has_to_stop);
  set(CURLOPT_XFERINFODATA, &stop);
  set(CURLOPT_MAIL_FROM, ("<" + settings_.sender.text() + ">").c_str());
  set(CURLOPT_MAIL_RCPT, recipients.get());
  set(CURLOPT_UPLOAD, 1L);
  set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(mail.size()));
  set(CURLOPT_READFUNCTION, &take);
  set(CURLOPT_READDATA, &left);
  if (!set.taken()) return Error{Reason::kIo, "libcurl does not take a setting"};
  return outcome(transfer.get(), curl_easy_perform(transfer.get()));
}

}  // namespace stile::agent
