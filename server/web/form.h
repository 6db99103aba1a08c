#pragma once
// Fills the groups of fields and the error summary of a form (templates/fields.html, errors.html), and turns what
// a person typed into the plain text that domain/fields.h reads.
#include <optional>
#include <string>
#include <vector>

#include "domain/fields.h"
#include "server/web/view.h"

namespace leasebook::server {

enum class Control { Text, Money, Percent, Number, Date, Select, Radios, Checks, Suggest, Password, Area, Lines };

struct Choice {
    std::string value, text;  // text in the person's language
};

struct FormField {
    std::string name;  // label and hint are looked up from it and below
    Control control = Control::Text;
    int width = 3;                // of 6 columns: 2, 3 or 6
    std::string hint;             // English, a key of the catalogue; empty: none
    std::vector<Choice> choices;  // of Select, Radios, Checks and Suggest
    bool optional = false;
    std::string unit = {};  // behind the control, English: "months"
    // Of which other controls' values it depends, by name, for the script that hides what does not apply:
    // "structure:step", "solve_for:!rate,yield&structure:!custom". Empty: shown always.
    std::string when = {};
    // Of Suggest: the address that answers with choices that fit what is typed ("?q="), for the script; the choices
    // above are what stands there without it.
    std::string suggest = {};
};

// The values of an enumeration, in its order.
template <NamedEnum E>
std::vector<Choice> choices_of(Language language) {
    std::vector<Choice> choices;
    for (const auto& [value, name] : NamesOf<E>::names)
        choices.push_back({std::string(name), value_text(language, name)});
    return choices;
}

// A group of fields under a title (English, a key; may be empty). `shown` holds what stands in the controls: the
// person's own typing after a mistake, or for_editing() of a record. Of Checks, field "role" is ticked for value
// "clerk" when shown has "role.clerk".
void add_group(Data& page, Language language, const std::string& title, const std::vector<FormField>& fields,
               const Fields& shown, const Errors& errors);

// Where a group of that title (English) stands in the page: "part-structure-of-the-rents".
std::string part_id(std::string_view title);

// The summary of everything that is wrong, with links to the fields; nothing when there are no errors.
void add_errors(Data& page, Language language, const Errors& errors);

// Text of a record (money "1234567.89", rate "0.065") as it stands in controls: "1,234,567.89", "6.5".
Fields for_editing(Fields record, const std::vector<FormField>& fields);

// What was typed, made plain: outer blanks and full-width digits, grouping commas of money, percent to a rate,
// dates as 15/11/2025, 2025/11/15 or 20251115 to 2025-11-15. What is not understood stays as it was typed, for the
// domain to refuse. Ticked Checks become one text, "1;2"; of Lines each line's words are joined by ':', the lines by
// ';'
// ("13 0.80" is "13:0.80"). csrf, form_key, version and the like are left out: only the named fields remain.
Fields as_typed(const Fields& posted, const std::vector<FormField>& fields);

// A percentage as a rate: "6.5" is "0.065". Empty when it is not a plain decimal number.
std::optional<std::string> rate_of_percent(std::string_view percent);

}  // namespace leasebook::server
