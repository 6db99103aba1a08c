#pragma once
// Names of firms as people who type look for them: by the first letters of their pinyin.
#include <string>
#include <string_view>

namespace leasebook {

// Of a Chinese name the first letter of each character's reading, Latin letters and digits within a word as they
// stand: "苏州精密机械有限公司" is "szjmjxyxgs", "TCL科技" is "tclkj"; words without Chinese ones are left out beside
// them. Of a name without any Chinese character the first letter of each word.
std::string initials(std::string_view name);

// The text with A to Z as small letters, and with a to z as capital ones.
std::string small_letters(std::string_view text);
std::string capital_letters(std::string_view text);

// What a firm is found by, within which a search looks for small_letters() of what was typed: its initials, its key
// and its name.
std::string search_text(std::string_view key, std::string_view name);

}  // namespace leasebook
