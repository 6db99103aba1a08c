#pragma once
// Between records and rows, along visit_fields: a column is called what the field is called. Money, rates and
// counts are whole numbers, all else is text; an absent value or an empty list is NULL. A record names its currency
// before its amounts, so amounts are read in it.
#include <string>
#include <string_view>
#include <vector>

#include "db/database.h"
#include "domain/fields.h"

namespace leasebook::db {

inline std::int64_t column_value(int value) { return value; }
inline std::int64_t column_value(Money value) { return value.minor_units(); }
inline std::int64_t column_value(Rate value) { return value.e10; }
inline const std::string& column_value(const std::string& value) { return value; }
inline std::string column_value(Currency value) { return value.text(); }
inline std::string column_value(Date value) { return to_text(value); }
template <class Tag>
const std::string& column_value(const Code<Tag>& value) {
    return value.text;
}
template <NamedEnum E>
std::string column_value(E value) {
    return to_text(value);
}

class ColumnNames {
public:
    template <class T>
    void operator()(std::string_view name, const T&) {
        names.emplace_back(name);
    }
    std::vector<std::string> names;
};

template <FieldRecord R>
const std::vector<std::string>& columns_of() {
    static const std::vector<std::string> names = [] {
        ColumnNames visitor;
        const R record{};
        visit_fields(record, visitor);
        return std::move(visitor.names);
    }();
    return names;
}

// Behind a text: the end of the range of those that begin with it.
inline constexpr std::string_view last_character = "\xF4\x8F\xBF\xBF";

// "`a`, `b`, `c`"
std::string quoted(const std::vector<std::string>& columns);

// Binds the fields of a record to consecutive parameters.
class Binder {
public:
    explicit Binder(Statement& statement, int first = 1) : statement_(statement), next_(first) {}

    template <class T>
    void operator()(std::string_view, const T& value) {
        bind(value);
    }
    template <class T>
    void bind(const std::optional<T>& value) {
        if (value)
            bind(*value);
        else
            statement_.bind_null(next_++);
    }
    template <class T>
    void bind(const std::vector<T>& list) {
        if (list.empty())
            statement_.bind_null(next_++);
        else
            statement_.bind(next_++, to_text(list));
    }
    template <class T>
    void bind(const T& value) {
        statement_.bind(next_++, column_value(value));
    }
    int next() const { return next_; }

private:
    Statement& statement_;
    int next_;
};

// The fields of a record as cells for insert_rows.
class CellWriter {
public:
    explicit CellWriter(std::vector<Connection::Cell>& cells) : cells_(cells) {}

    template <class T>
    void operator()(std::string_view, const T& value) {
        cells_.emplace_back(column_value(value));
    }
    template <class T>
    void operator()(std::string_view name, const std::optional<T>& value) {
        if (value)
            (*this)(name, *value);
        else
            cells_.emplace_back();
    }
    template <class T>
    void operator()(std::string_view, const std::vector<T>& list) {
        cells_.push_back(list.empty() ? Connection::Cell{} : Connection::Cell{to_text(list)});
    }

private:
    std::vector<Connection::Cell>& cells_;
};

// Reads a record from consecutive columns. What cannot be read was written by somebody else: an exception.
class RowReader {
public:
    explicit RowReader(Statement& row, int first = 0) : row_(row), next_(first) {}

    template <class T>
    void operator()(std::string_view, T& value) {
        read(value);
    }
    template <class T>
    void operator()(std::string_view, std::optional<T>& value) {
        if (row_.is_null(next_)) {
            value.reset();
            ++next_;
            return;
        }
        T inner{};
        read(inner);
        value = std::move(inner);
    }
    template <class T>
    void operator()(std::string_view, std::vector<T>& list) {
        list.clear();
        if (!row_.is_null(next_))
            read(list);
        else
            ++next_;
    }
    int next() const { return next_; }

private:
    void read(std::vector<RentStep>& list) { list = *parse_steps(row_.text(next_++), ""); }
    void read(std::vector<int>& list) { list = *parse_months(row_.text(next_++), ""); }
    void read(std::vector<DatedAmount>& list) { list = *parse_rents(row_.text(next_++), currency_, ""); }
    void read(std::string& value) { value = row_.text(next_++); }
    template <class Tag>
    void read(Code<Tag>& value) {
        value.text = row_.text(next_++);
    }
    void read(int& value) { value = static_cast<int>(row_.integer(next_++)); }
    void read(Rate& value) { value.e10 = row_.integer(next_++); }
    void read(Money& value) { value = Money::minor(row_.integer(next_++), currency_); }
    void read(Date& value) { value = *parse_date(row_.text(next_++), ""); }
    void read(Currency& value) { value = currency_ = *parse_currency(row_.text(next_++)); }
    template <NamedEnum E>
    void read(E& value) {
        value = *parse_named<E>(row_.text(next_++), "");
    }

    Statement& row_;
    int next_;
    Currency currency_ = CNY;
};

template <FieldRecord R>
R read_row(Statement& row, int first = 0) {
    R record{};
    RowReader reader(row, first);
    visit_fields(record, reader);
    return record;
}

}  // namespace leasebook::db
