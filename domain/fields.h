#pragma once
// How a record and its text form meet. A record names its fields once, in visit_fields(record, visitor); forms,
// JSON, CSV and the database all go through that list, so a field has one name everywhere.
#include <algorithm>
#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "domain/date.h"
#include "domain/identifiers.h"
#include "domain/money.h"
#include "domain/named.h"
#include "domain/rate.h"
#include "domain/rent_plan.h"

namespace leasebook {

// What came in through a door: field name to text, not yet looked at.
using Fields = std::map<std::string, std::string, std::less<>>;

// Text of a person's making: valid UTF-8 without control characters, at most 200 characters, outer blanks dropped.
Result<std::string> parse_text(std::string_view text, std::string field);
// A key: 1 to 64 characters of A–Z a–z 0–9 . _ -, or letters beyond ASCII.
Result<std::string> parse_code(std::string_view text, std::string field);

template <class E>
concept NamedEnum = std::is_enum_v<E> && requires {
    NamesOf<E>::names;
};

// Reads the visited fields of a record out of Fields and gathers everything that is wrong. An absent or empty
// text leaves the record's own default, if the record has one to leave (see Required). Amounts are read in the
// currency that the record named before them.
class FieldReader {
public:
    explicit FieldReader(const Fields& fields, Currency currency = CNY) : fields_(fields), currency_(currency) {}

    template <class T>
    void operator()(std::string_view name, T& value) {
        const auto found = fields_.find(name);
        if (found != fields_.end()) asked_for_.push_back(found->first);
        if (found == fields_.end() || found->second.empty()) return absent(name, value);
        read(found->second, std::string(name), value);
    }

    // Everything wrong so far, and a complaint for every field that no record asked for.
    Errors errors(bool refuse_unknown) const;

private:
    template <class T>
    void take(Result<T> result, T& value) {
        if (result)
            value = *std::move(result);
        else
            errors_.insert(errors_.end(), result.errors().begin(), result.errors().end());
    }
    template <class T>
    void read(const std::string& text, std::string field, std::optional<T>& value) {
        T inner{};
        read(text, std::move(field), inner);
        value = std::move(inner);
    }
    void read(const std::string& text, std::string field, std::string& value) {
        take(parse_text(text, std::move(field)), value);
    }
    template <class Tag>
    void read(const std::string& text, std::string field, Code<Tag>& value) {
        take(parse_code(text, std::move(field)), value.text);
    }
    void read(const std::string& text, std::string field, Date& value) {
        take(parse_date(text, std::move(field)), value);
    }
    void read(const std::string& text, std::string field, Rate& value) {
        take(parse_rate(text, std::move(field)), value);
    }
    void read(const std::string& text, std::string field, Money& value) {
        take(parse_money(text, currency_, std::move(field)), value);
    }
    void read(const std::string& text, std::string field, int& value);
    void read(const std::string& text, std::string field, Currency& value) {
        take(parse_currency(text, std::move(field)), value);
        currency_ = value;
    }
    void read(const std::string& text, const std::string& field, std::vector<RentStep>& value) {
        take(parse_steps(text, field), value);
    }
    void read(const std::string& text, const std::string& field, std::vector<int>& value) {
        take(parse_months(text, field), value);
    }
    void read(const std::string& text, const std::string& field, std::vector<DatedAmount>& value) {
        take(parse_rents(text, currency_, field), value);
    }
    template <NamedEnum E>
    void read(const std::string& text, std::string field, E& value) {
        take(parse_named<E>(text, std::move(field)), value);
    }

    // What may stay out: optional values, and those whose default says something (an enumeration, a zero amount).
    template <class T>
    void absent(std::string_view, std::optional<T>&) {}
    template <NamedEnum E>
    void absent(std::string_view, E&) {}
    template <class T>
    void absent(std::string_view, std::vector<T>&) {}
    void absent(std::string_view, Currency& value) { currency_ = value; }
    void absent(std::string_view, Money& value) { value = Money::zero(currency_); }
    void absent(std::string_view name, int& value) {
        if (value == 0) missing(name);
    }
    void absent(std::string_view name, Rate&) { missing(name); }
    void absent(std::string_view name, Date& value) {
        if (value == Date{}) missing(name);
    }
    void absent(std::string_view name, std::string&) { missing(name); }
    template <class Tag>
    void absent(std::string_view name, Code<Tag>&) {
        missing(name);
    }
    void missing(std::string_view name);

    const Fields& fields_;
    Currency currency_;
    std::vector<std::string_view> asked_for_;  // of the names in fields_
    Errors errors_;
};

inline bool names_field(const Errors& errors, std::string_view field) {
    return std::ranges::find(errors, field, &Error::field) != errors.end();
}

// Writes the visited fields of a record as text; an absent optional becomes an empty text.
class FieldWriter {
public:
    template <class T>
    void operator()(std::string_view name, const T& value) {
        fields_.insert_or_assign(std::string(name), text(value));
    }
    Fields fields() && { return std::move(fields_); }

    static std::string text(const std::string& value) { return value; }
    static std::string text(int value) { return std::to_string(value); }
    static std::string text(Currency value) { return value.text(); }
    static std::string text(Money value) { return to_text(value); }
    static std::string text(Rate value) { return to_text(value); }
    static std::string text(Date value) { return to_text(value); }
    template <class T>
    static std::string text(const std::vector<T>& list) {
        return to_text(list);
    }
    template <class Tag>
    static std::string text(const Code<Tag>& value) {
        return value.text;
    }
    template <NamedEnum E>
    static std::string text(E value) {
        return to_text(value);
    }
    template <class T>
    static std::string text(const std::optional<T>& value) {
        return value ? text(*value) : std::string{};
    }

private:
    Fields fields_;
};

template <class Record>
concept FieldRecord = requires(Record& record, FieldReader& reader) {
    visit_fields(record, reader);
};

// The record in the fields, checked by its own rules (check(record), found beside it), or all that is wrong, in one
// go. A record whose rules look at several fields at once offers check(record, unread) too, so that no field is
// blamed for another that could not be read.
template <FieldRecord Record>
Result<Record> read_record(const Fields& fields, bool refuse_unknown = true) {
    Record record{};
    FieldReader reader(fields);
    visit_fields(record, reader);
    Errors errors = reader.errors(refuse_unknown);
    const auto broken_rules = [&] {
        if constexpr (requires { check(record, errors); })
            return check(record, errors);
        else
            return check(record);
    };
    for (auto& error : broken_rules())
        if (!names_field(errors, error.field)) errors.push_back(std::move(error));
    if (!errors.empty()) return errors;
    return record;
}

template <FieldRecord Record>
Fields write_record(const Record& record) {
    FieldWriter writer;
    visit_fields(record, writer);
    return std::move(writer).fields();
}

}  // namespace leasebook
