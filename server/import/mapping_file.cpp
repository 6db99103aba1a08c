// The TOML side of a mapping: every key is known, of the right type, and makes sense beside the others.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <toml.hpp>

#include "domain/decimal_text.h"
#include "server/import/mapping.h"

namespace leasebook::server {

namespace {

constexpr std::array<std::string_view, 16> rule_keys{
    "from",      "constant",    "template",   "lookup",  "strip",   "first",       "missing",   "values",
    "otherwise", "date_format", "pivot_year", "percent", "as_code", "multiply_by", "divide_by", "minimum"};
constexpr std::array<std::string_view, 5> lookup_keys{"file", "key", "value", "from", "missing"};
constexpr std::array<std::string_view, 2> top_keys{"columns", "repeated_rows"};

// One table of the file. Takes typed values out of it and notes what is wrong, under its own name.
class Section {
public:
    Section(const toml::value& value, std::string name, Errors& errors)
        : value_(value), name_(std::move(name)), errors_(errors) {}

    void refuse_unknown(std::span<const std::string_view> known) const {
        for (const auto& [key, value] : value_.as_table())
            if (std::ranges::find(known, key) == known.end())
                errors_.push_back(invalid(path(key), "A mapping has no key \"{0}\" here.", shortened(key)));
    }
    bool has(const std::string& key) const { return value_.contains(key); }
    std::string path(const std::string& key) const { return name_.empty() ? key : name_ + '.' + key; }
    void complain(const std::string& key, Error error) const {
        error.field = path(key);
        errors_.push_back(std::move(error));
    }

    std::optional<std::string> text(const std::string& key) const {
        if (!has(key)) return {};
        if (value_.at(key).is_string()) return value_.at(key).as_string().str;
        complain(key, invalid({}, "Write this as a text in quotation marks."));
        return {};
    }
    std::optional<std::int64_t> integer(const std::string& key, std::int64_t low, std::int64_t high) const {
        if (!has(key)) return {};
        if (value_.at(key).is_integer() && value_.at(key).as_integer() >= low && value_.at(key).as_integer() <= high)
            return value_.at(key).as_integer();
        complain(key, invalid({}, "Write this as a whole number from {0} to {1}.", std::to_string(low),
                              std::to_string(high)));
        return {};
    }
    bool flag(const std::string& key) const {
        if (!has(key)) return false;
        if (value_.at(key).is_boolean()) return value_.at(key).as_boolean();
        complain(key, invalid({}, "Write this as true or false."));
        return false;
    }
    // One text, or a list of texts.
    std::vector<std::string> texts(const std::string& key) const {
        if (!has(key)) return {};
        const auto& value = value_.at(key);
        if (value.is_string()) return {value.as_string().str};
        std::vector<std::string> list;
        const bool sound =
            value.is_array() && !value.as_array().empty() &&
            std::ranges::all_of(value.as_array(), [](const toml::value& item) { return item.is_string(); });
        if (!sound) {
            complain(key, invalid({}, "Write this as a text, or as a list of texts."));
            return {};
        }
        for (const auto& item : value.as_array()) list.push_back(item.as_string().str);
        return list;
    }
    std::map<std::string, std::string, std::less<>> pairs(const std::string& key) const {
        if (!has(key)) return {};
        std::map<std::string, std::string, std::less<>> list;
        const auto& value = value_.at(key);
        const bool sound = value.is_table() && std::ranges::all_of(value.as_table(), [](const auto& pair) {
                               return pair.second.is_string();
                           });
        if (!sound) complain(key, invalid({}, "Write this as a table of texts, like {\"Y\" = \"active\"}."));
        if (sound)
            for (const auto& [foreign, ours] : value.as_table()) list.emplace(foreign, ours.as_string().str);
        return list;
    }
    std::optional<Section> table(const std::string& key) const {
        if (!has(key)) return {};
        if (value_.at(key).is_table()) return Section(value_.at(key), path(key), errors_);
        complain(key, invalid({}, "Write this as a table."));
        return {};
    }
    std::vector<std::string> keys() const {
        std::vector<std::string> list;
        for (const auto& [key, value] : value_.as_table()) list.push_back(key);
        std::ranges::sort(list);
        return list;
    }

private:
    const toml::value& value_;
    std::string name_;
    Errors& errors_;
};

std::optional<std::size_t> position(const CsvTable& table, const std::string& column) {
    const auto found = std::ranges::find(table.header(), column);
    if (found == table.header().end()) return {};
    return static_cast<std::size_t>(found - table.header().begin());
}

// The look-up file as key to value; the first fault of the file is the error.
Result<LookupTable> lookup_table(std::string_view bytes, const std::string& key, const std::string& value) {
    RowErrors faults(1);
    const auto table = read_csv(bytes, faults);
    if (!faults.empty())
        return invalid({}, "Line {0} of the look-up file: {1}", std::to_string(faults.kept().front().line),
                       message(faults.kept().front().error));
    const auto key_at = position(table, key), value_at = position(table, value);
    if (!key_at || !value_at)
        return not_found({}, "The look-up file has no column \"{0}\".", shortened(key_at ? value : key));
    LookupTable lookup;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const auto cells = table.row(row);
        const auto [known, added] = lookup.values.emplace(cells[*key_at], cells[*value_at]);
        if (!added && known->second != cells[*value_at])
            return invalid({}, "Line {0} of the look-up file gives \"{1}\" a second value.",
                           std::to_string(table.line(row)), shortened(cells[*key_at]));
    }
    return lookup;
}

std::optional<Lookup> read_lookup(const Section& section, const FileReader& files) {
    section.refuse_unknown(lookup_keys);
    const auto from = section.text("from"), file = section.text("file"), key = section.text("key"),
               value = section.text("value");
    for (const auto* name : {"from", "file", "key", "value"})
        if (!section.has(name)) section.complain(name, invalid({}, "A look-up needs this key."));
    if (!from || !file || !key || !value) return {};
    const auto bytes = files(*file);
    if (!bytes) {
        section.complain("file", bytes.error());
        return {};
    }
    auto table = lookup_table(*bytes, *key, *value);
    if (!table) {
        section.complain("file", table.error());
        return {};
    }
    return Lookup{*from, *file, std::make_shared<const LookupTable>(*std::move(table)), section.text("missing")};
}

void check_rule(const Section& section, const ColumnRule& rule) {
    int sources = 0, conversions = 0;
    for (const auto* key : {"from", "constant", "template", "lookup"}) sources += section.has(key) ? 1 : 0;
    if (sources != 1) section.complain("from", invalid({}, "Give exactly one of from, constant, template and lookup."));
    conversions += section.has("date_format") ? 1 : 0;
    conversions += section.has("percent") ? 1 : 0;
    conversions += section.has("as_code") ? 1 : 0;
    conversions += section.has("multiply_by") || section.has("divide_by") || section.has("minimum") ? 1 : 0;
    if (conversions > 1)
        section.complain(
            "date_format",
            invalid({}, "A column takes one conversion: a date format, percent, as_code, or whole numbers."));
    if (section.has("otherwise") && !section.has("values"))
        section.complain("otherwise", invalid({}, "This key needs values beside it."));
    if (!rule.date_format) return;
    const bool short_year =
        rule.date_format->find("YY") != std::string::npos && rule.date_format->find("YYYY") == std::string::npos;
    if (rule.date_format->find('Y') == std::string::npos || rule.date_format->find('M') == std::string::npos ||
        rule.date_format->find('D') == std::string::npos)
        section.complain("date_format", invalid({}, "A date format holds D or DD, M, MM or MMM, and YY or YYYY."));
    else if (short_year && !section.has("pivot_year"))
        section.complain("pivot_year", invalid({}, "A two-digit year needs a pivot_year: the first year it can mean."));
}

ColumnRule read_rule(const std::string& target, const Section& section, const FileReader& files) {
    section.refuse_unknown(rule_keys);
    ColumnRule rule;
    rule.target = target;
    rule.from = section.texts("from");
    rule.constant = section.text("constant");
    rule.text_template = section.text("template");
    if (const auto lookup = section.table("lookup")) rule.lookup = read_lookup(*lookup, files);
    rule.strip = section.texts("strip");
    std::erase(rule.strip, std::string{});
    if (const auto count = section.integer("first", 1, 200)) rule.first = static_cast<std::size_t>(*count);
    rule.missing = section.text("missing");
    rule.values = section.pairs("values");
    rule.otherwise = section.text("otherwise");
    rule.date_format = section.text("date_format");
    rule.pivot_year = static_cast<int>(section.integer("pivot_year", 1900, 2100).value_or(0));
    rule.percent = section.flag("percent");
    rule.as_code = section.flag("as_code");
    rule.multiply_by = section.integer("multiply_by", 1, 1'000'000);
    rule.divide_by = section.integer("divide_by", 1, 1'000'000);
    rule.minimum = section.integer("minimum", -1'000'000'000, 1'000'000'000);
    check_rule(section, rule);
    return rule;
}

Result<Mapping> mapping_in(const toml::value& file, const FileReader& files) {
    Errors errors;
    const Section top(file, {}, errors);
    top.refuse_unknown(top_keys);
    Mapping mapping;
    if (const auto repeated = top.text("repeated_rows")) {
        mapping.repeated_rows_once = *repeated == "once";
        if (*repeated != "once" && *repeated != "refuse")
            top.complain("repeated_rows", invalid({}, "Repeated rows count \"once\", or the mapping says \"refuse\"."));
    }
    if (!top.has("columns")) top.complain("columns", invalid({}, "A mapping needs a table of columns."));
    if (const auto columns = top.table("columns"))
        for (const auto& target : columns->keys())
            if (const auto rule = columns->table(target)) mapping.columns.push_back(read_rule(target, *rule, files));
    if (!errors.empty()) return errors;
    return mapping;
}

Result<std::string> bytes_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file || std::filesystem::is_directory(path))
        return not_found({}, "The file {0} cannot be read.", path.string());
    return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace

Result<Mapping> parse_mapping(std::string_view text, const FileReader& lookup_files) {
    std::istringstream stream{std::string(text)};
    try {
        return mapping_in(toml::parse(stream, "mapping"), lookup_files);
    } catch (const toml::syntax_error& fault) {
        return invalid({}, "Line {0} of the mapping is not TOML.", std::to_string(fault.location().line()));
    }
}

Result<Mapping> read_mapping_file(const std::string& path, const std::string& lookup_folder) {
    const auto text = bytes_of(path);
    if (!text) return text.errors();
    const auto folder =
        lookup_folder.empty() ? std::filesystem::path(path).parent_path() : std::filesystem::path(lookup_folder);
    return parse_mapping(*text, [&](const std::string& name) { return bytes_of(folder / name); });
}

}  // namespace leasebook::server
