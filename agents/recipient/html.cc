#include "agents/recipient/html.h"

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

}  // namespace stile::agent
