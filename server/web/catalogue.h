#pragma once
// The words of the pages in two languages. The key is the English text itself; the Chinese stands in
// server/web/catalogues/zh_CN.po, which is part of the program.
#include <map>
#include <string>
#include <string_view>

#include "domain/result.h"

namespace leasebook::server {

enum class Language { English, Chinese };

// "en" or "zh"; anything else is English, as a wrong language must never cost a person the page.
Language parse_language(std::string_view code);
// "en", "zh-CN": the value of the lang attribute.
std::string_view code_of(Language language);

using Catalogue = std::map<std::string, std::string, std::less<>>;

// Reads the text of a .po file: msgid to msgstr. The header entry and untranslated or fuzzy entries are left
// out. Throws InvariantBroken with the line number when the file is not well formed.
Catalogue read_catalogue(std::string_view po);

// The translations that are built into the program; empty for English, which needs none.
const Catalogue& catalogue_of(Language language);

// The text in that language; the English text itself where the catalogue lacks it.
std::string tr(Language language, std::string_view english);
// The sentence of an error with its arguments filled in.
std::string tr(Language language, const Error& error);

// What a field is called above its control: "unguaranteed_residual" is "Unguaranteed residual".
std::string english_label(std::string_view field);
std::string label_of(Language language, std::string_view field);

// A value of an enumeration for the eye: "loan_prime_rate" is "Loan prime rate"; codes like "AAA" stay.
std::string english_value(std::string_view name);
std::string value_text(Language language, std::string_view name);

}  // namespace leasebook::server
