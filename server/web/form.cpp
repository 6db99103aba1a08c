#include "server/web/form.h"

#include <algorithm>

#include "server/web/formats.h"
#include "server/web/thousands.h"

namespace leasebook::server {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

std::string value_in(const Fields& fields, const std::string& name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string() : found->second;
}

std::string error_of(const Errors& errors, const std::string& field, Language language) {
    for (const Error& error : errors)
        if (error.field == field) return tr(language, error);
    return {};
}

// Full-width forms (U+FF01 to U+FF5E, as typed with a Chinese input method) to ASCII; U+2212 to '-'.
std::string half_width(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = [&](std::size_t k) {
            return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U;
        };
        if (byte(0) == 0xEF && (byte(1) == 0xBC || byte(1) == 0xBD) && byte(2) >= 0x80) {
            const unsigned code = 0xF000U + ((byte(1) & 0x3FU) << 6U) + (byte(2) & 0x3FU);
            if (code >= 0xFF01 && code <= 0xFF5E) {
                plain += static_cast<char>(code - 0xFEE0);
                i += 2;
                continue;
            }
        }
        if (text.substr(i).starts_with("\u2212")) {
            plain += '-';
            i += 2;
            continue;
        }
        plain += text[i];
    }
    return plain;
}

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

// "1,234,567.89" without commas (or the thin spaces of our pages), if they group thousands; else as it is.
std::string ungrouped(const std::string& typed) {
    const std::string text = with_commas(typed);
    const std::string whole = text.substr(0, text.find('.'));
    const std::size_t sign = whole.starts_with('-') ? 1 : 0;
    for (std::size_t i = sign; i < whole.size(); ++i) {
        const bool comma_belongs = (whole.size() - i) % 4 == 0 && i > sign;
        if ((whole[i] == ',') != comma_belongs && whole.find(',') != std::string::npos) return typed;
    }
    std::string plain = text;
    std::erase(plain, ',');
    return plain;
}

std::string iso_date(const std::string& text) {
    if (text.size() == 8 && all_digits(text)) return text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6);
    std::vector<std::string> parts(1);
    for (const char c : text) {
        if (c == '/' || c == '.')
            parts.emplace_back();
        else
            parts.back() += c;
    }
    if (parts.size() != 3 ||
        !std::ranges::all_of(parts, [](const std::string& p) { return all_digits(p) && p.size() <= 4; }))
        return text;
    if (parts[2].size() == 4) std::swap(parts[0], parts[2]);
    if (parts[0].size() != 4 || parts[1].size() > 2 || parts[2].size() > 2) return text;
    const auto two = [](const std::string& p) { return p.size() == 1 ? "0" + p : p; };
    return parts[0] + "-" + two(parts[1]) + "-" + two(parts[2]);
}

// The pieces between any of the marks, empty ones left out.
std::vector<std::string> words_of(std::string_view text, std::string_view marks) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(marks), text.size());
        if (end > 0) words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(text.size(), end + 1));
    }
    return words;
}

// Lines as people type them or paste them from a spreadsheet; the first word may be a date, the others amounts.
std::string list_of_lines(const std::string& text) {
    std::string list;
    for (const auto& line : words_of(half_width(text), "\r\n;")) {
        auto words = words_of(line, " \t:");
        if (words.empty()) continue;
        if (!list.empty()) list += ';';
        list += iso_date(words.front());
        for (std::size_t i = 1; i < words.size(); ++i) {
            list += ':';
            list += ungrouped(words[i]);
        }
    }
    return list;
}

std::string ticked_choices(const Fields& posted, const FormField& field) {
    std::string list;
    for (const auto& choice : field.choices) {
        if (!posted.contains(field.name + "." + choice.value)) continue;
        if (!list.empty()) list += ';';
        list += choice.value;
    }
    return list;
}

std::string_view width_class(int width) { return width <= 2 ? "f1" : width == 3 ? "f2" : "f3"; }

std::string currency_prefix(const Fields& shown) {
    const std::string currency = value_in(shown, "currency");
    return currency.empty() || currency == "CNY" ? "¥" : currency;
}

bool is_set(Control control) { return control == Control::Radios || control == Control::Checks; }

void add_choices(Data& control, const FormField& field, const Fields& shown) {
    const std::string current = value_in(shown, field.name);
    if (field.control == Control::Select && field.optional) control.add("OPTION").set("VALUE", "").set("TEXT", "");
    for (const Choice& choice : field.choices) {
        Data& option = control.add("OPTION");
        option.set("VALUE", choice.value).set("TEXT", choice.text).set("OPTION_NAME", field.name + "." + choice.value);
        const bool ticked = shown.contains(field.name + "." + choice.value);
        option.show("SELECTED", field.control == Control::Checks ? ticked : choice.value == current);
    }
}

void add_input(Data& control, const FormField& field, const Fields& shown, Language language) {
    Data& input = control.add("INPUT");
    const bool number =
        field.control == Control::Money || field.control == Control::Percent || field.control == Control::Number;
    const bool password = field.control == Control::Password;
    input.set("TYPE", field.control == Control::Date ? "date" : password ? "password" : "text");
    input.set("VALUE", password ? "" : value_in(shown, field.name))
        .set("AUTOCOMPLETE", password ? "new-password" : "off");
    input.show("NUMERIC", number).show("REQUIRED", !field.optional);
    if (field.control == Control::Money) input.set("PREFIX", currency_prefix(shown));
    if (field.control == Control::Percent) input.set("SUFFIX", "%");
    if (!field.unit.empty()) input.set("SUFFIX", tr(language, field.unit));
    input.show("AFFIXED", field.control == Control::Money || field.control == Control::Percent || !field.unit.empty());
    if (field.control == Control::Suggest) add_choices(input.add("LIST"), field, shown);
    input.set("SUGGEST", field.suggest);
}

void add_control(Data& control, const FormField& field, const Fields& shown, Language language) {
    switch (field.control) {
        case Control::Select: return add_choices(control.add("SELECT"), field, shown);
        case Control::Radios: return add_choices(control.add("RADIOS"), field, shown);
        case Control::Checks: return add_choices(control.add("CHECKS"), field, shown);
        case Control::Area: control.add("AREA").set("VALUE", value_in(shown, field.name)).set("ROWS", "8"); return;
        case Control::Lines: control.add("AREA").set("VALUE", value_in(shown, field.name)).set("ROWS", "4"); return;
        case Control::Text:
        case Control::Money:
        case Control::Percent:
        case Control::Number:
        case Control::Date:
        case Control::Suggest:
        case Control::Password: return add_input(control, field, shown, language);
    }
}

}  // namespace

std::string part_id(std::string_view title) {
    std::string id = "part-";
    for (const char c : title) id += c == ' ' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return id;
}

void add_group(Data& page, Language language, const std::string& title, const std::vector<FormField>& fields,
               const Fields& shown, const Errors& errors) {
    Data& group = page.add("GROUP");
    group.set("GROUP_TITLE", tr(language, title)).set("PART_ID", part_id(title));
    for (const FormField& field : fields) {
        Data& control = group.add("FIELD");
        const std::string id = "field-" + field.name;
        const std::string error = error_of(errors, field.name, language);
        control.set("NAME", field.name).set("ID", id).set("WIDTH", std::string(width_class(field.width)));
        control.set("LABEL", label_of(language, field.name)).set("ERROR", error);
        if (!field.hint.empty()) control.set("HINT", tr(language, field.hint));
        control.set("DESCRIBED", (field.hint.empty() ? "" : id + "-hint") +
                                     (field.hint.empty() || error.empty() ? "" : " ") +
                                     (error.empty() ? "" : id + "-error"));
        control.set("WHEN", field.when).show(is_set(field.control) ? "SET" : "PLAIN").show("OPTIONAL", field.optional);
        add_control(control, field, shown, language);
    }
}

void add_errors(Data& page, Language language, const Errors& errors) {
    if (errors.empty()) return;
    page.set("ERRORS_TITLE", errors.size() == 1 ? tr(language, "One entry needs attention")
                                                : filled(tr(language, "{0} entries need attention"),
                                                         {count_text(static_cast<std::int64_t>(errors.size()))}));
    for (const Error& error : errors) {
        const std::string label = error.field.empty() ? "" : label_of(language, error.field) + tr(language, ": ");
        Data& line = page.add("ERROR_LINE").set("TEXT", label + tr(language, error));
        line.set("HREF", error.field.empty() ? "" : "#field-" + error.field);
    }
}

Fields for_editing(Fields record, const std::vector<FormField>& fields) {
    for (const FormField& field : fields) {
        const auto found = record.find(field.name);
        if (found == record.end() || found->second.empty()) continue;
        std::string& text = found->second;
        if (field.control == Control::Percent) {
            if (const auto rate = parse_rate(text, field.name)) text = percent_number(*rate);
        } else if (field.control == Control::Money) {
            const auto currency = parse_currency(value_in(record, "currency"));
            const auto amount = parse_money(text, currency ? *currency : CNY, field.name);
            if (amount && !amount->is_negative()) text = money_text(*amount);
        } else if (field.control == Control::Lines) {
            std::ranges::replace(text, ';', '\n');
            std::ranges::replace(text, ':', ' ');
        } else if (field.control == Control::Checks) {
            for (const auto& ticked : words_of(std::string(text), ";")) record[field.name + "." + ticked] = ticked;
        }
    }
    return record;
}

std::optional<std::string> rate_of_percent(std::string_view percent) {
    const bool negative = percent.starts_with('-');
    if (negative) percent.remove_prefix(1);
    std::string whole(percent.substr(0, percent.find('.')));
    const std::string fraction(percent.size() > whole.size() ? percent.substr(whole.size() + 1) : "");
    if (!all_digits(whole) || (percent.size() > whole.size() && !all_digits(fraction))) return std::nullopt;
    whole.insert(0, whole.size() < 3 ? 3 - whole.size() : 0, '0');
    const std::size_t point = whole.size() - 2;
    return (negative ? "-" : "") + whole.substr(0, point) + "." + whole.substr(point) + fraction;
}

Fields as_typed(const Fields& posted, const std::vector<FormField>& fields) {
    Fields plain;
    for (const FormField& field : fields) {
        if (field.control == Control::Checks)
            if (auto ticked = ticked_choices(posted, field); !ticked.empty()) plain[field.name] = std::move(ticked);
        const auto found = posted.find(field.name);
        if (found == posted.end() || field.control == Control::Checks) continue;
        const bool free_text =
            field.control == Control::Text || field.control == Control::Password || field.control == Control::Area;
        std::string text = free_text ? found->second : trimmed(half_width(found->second));
        if (field.control == Control::Lines) text = list_of_lines(text);
        if (field.control == Control::Date) text = iso_date(text);
        if (field.control == Control::Money || field.control == Control::Number) text = ungrouped(text);
        if (field.control == Control::Percent) {
            if (text.ends_with('%')) text = trimmed(text.substr(0, text.size() - 1));
            text = rate_of_percent(text).value_or(text);
        }
        plain.insert_or_assign(field.name, std::move(text));
    }
    return plain;
}

}  // namespace leasebook::server
