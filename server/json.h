#pragma once
// JSON at the door: strict in, ordered out. Money and rates travel as decimal strings; a JSON number may only stand
// where a whole number belongs.
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "domain/fields.h"

namespace leasebook::server {

struct JsonFields {
    Fields fields;                               // nested names are joined: "rate.annual", "steps[0].factor"
    std::set<std::string, std::less<>> numbers;  // the names whose values were JSON numbers
};

// One JSON object, at most 32 levels deep. Refused: anything after it, repeated names, numbers with a fraction or
// exponent, booleans where nothing asks for them ("true" and "false" become text). Null counts as left out.
Result<JsonFields> parse_json(std::string_view text);

// The objects of a list, each with its fields in their own names: "days[1].date" is "date" of the second one. Errors: a
// field that belongs to none of them; `refusal` when there are none, or more than `most`.
Result<std::vector<JsonFields>> elements_of(const JsonFields& json, std::string_view list, std::size_t most,
                                            const Error& refusal);

// A visitor's complaint for every amount, rate, date or text that came as a JSON number.
class NumberCheck {
public:
    explicit NumberCheck(const JsonFields& json) : json_(json) {}
    template <class T>
    void operator()(std::string_view name, const T&) {
        if constexpr (!std::is_same_v<T, int> && !std::is_same_v<T, std::optional<int>>)
            if (json_.numbers.contains(name))
                errors.push_back(
                    invalid(std::string(name), "Write this as a string: \"1234567.89\", not as a number."));
    }
    Errors errors;

private:
    const JsonFields& json_;
};

template <FieldRecord Record>
Result<Record> read_json_record(const JsonFields& json) {
    NumberCheck numbers(json);
    const Record shape{};
    visit_fields(shape, numbers);
    auto record = read_record<Record>(json.fields);
    if (numbers.errors.empty()) return record;
    if (!record) numbers.errors.insert(numbers.errors.end(), record.errors().begin(), record.errors().end());
    return numbers.errors;
}

// "text" with JSON's quotes and escapes; bytes that are not UTF-8 become U+FFFD.
std::string json_string(std::string_view text);

// RFC 9457 problem document: type, title, status, detail, and every field with its message.
std::string problem_json(int status, const Errors& errors);
int status_of(const Errors& errors);

}  // namespace leasebook::server
