#include "agents/report/html.h"

namespace stile::agent {

std::string html_text(std::string_view text) {
  std::string html;
  for (const char c : text) {
    switch (c) {
      case '&': html += "&amp;"; break;
      case '<': html += "&lt;"; break;
      case '>': html += "&gt;"; break;
      case '"': html += "&quot;"; break;
      case '\'': html += "&#39;"; break;
      default: html += c;
    }
  }
  return html;
}

std::string html_element(std::string_view tag, std::string_view attributes,
                         std::string_view inner) {
  std::string html = "<";
  html.append(tag).append(attributes).append(">").append(inner);
  return html.append("</").append(tag).append(">\n");
}

std::string html_attribute(std::string_view name, std::string_view value) {
  std::string html = " ";
  return html.append(name).append("=\"").append(html_text(value)).append("\"");
}

std::string html_scrolled(std::string_view caption, std::string_view table) {
  return html_element(
      "div",
      " class=\"scroll\" tabindex=\"0\" role=\"region\"" + html_attribute("aria-label", caption),
      table);
}

std::string html_page(std::string_view title, Language language, std::string_view style,
                      std::string_view body) {
  const std::string head =
      "<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">\n" +
      html_element("title", "", html_text(title)) + html_element("style", "", style);
  return "<!DOCTYPE html>\n" +
         html_element("html", html_attribute("lang", language == Language::kWelsh ? "cy" : "en"),
                      html_element("head", "", head) + html_element("body", "", body));
}

}  // namespace stile::agent
