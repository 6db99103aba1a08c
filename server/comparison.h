#pragma once
// Quotes side by side. Nothing is stored: the quotes compared travel in the address, each as the text of its form.
#include <map>
#include <string>
#include <vector>

#include "server/call.h"

namespace leasebook::server {

inline constexpr std::size_t most_compared = 4;

// The texts of the quotes being compared, out of parameters or a form: "quote1" to "quote4".
std::vector<std::string> compared_quotes(const Fields& fields);
// "/quotes/compare?quote1=…", or the quote page with them still beside it and this form filled in, if one is given.
std::string comparison_path(const std::vector<std::string>& quotes);
std::string quote_path(const std::string& form, const std::vector<std::string>& quotes);

// A form as one text, and back: what was typed made plain, empty controls left out.
std::string text_of_quote(const Fields& form, Language language);
Fields form_of_quote(const std::string& text, Language language);

}  // namespace leasebook::server
