#pragma once
// Result<T>: a value, or the errors that a user can act on. Names follow std::expected (C++23).
//
// Three kinds of failure, three tools: what the user can mend is an Error inside a Result; a broken
// environment (database gone, disk full) is an exception caught once at the edge; a mistake of ours
// is ensure(), always on, which rolls everything back.
#include <concepts>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace leasebook {

enum class ErrorCode { Invalid, Malformed, NotFound, Conflict, Forbidden };  // Malformed: cannot be read at all

// The text is an English sentence with {0}, {1} … for the arguments. The sentence before its arguments
// are filled in is also the key under which the catalogues hold its translation.
struct Error {
    ErrorCode code = ErrorCode::Invalid;
    std::string field;  // form or JSON field it belongs to; empty when it concerns the whole request
    std::string text;
    std::vector<std::string> arguments;

    bool operator==(const Error&) const = default;
};
using Errors = std::vector<Error>;

// Puts the arguments into {0}, {1} … of the text.
std::string filled(std::string_view text, const std::vector<std::string>& arguments);
std::string message(const Error& error);

template <std::convertible_to<std::string>... Args>
Error invalid(std::string field, std::string text, Args&&... args) {
    return {ErrorCode::Invalid, std::move(field), std::move(text), {std::string(std::forward<Args>(args))...}};
}
template <std::convertible_to<std::string>... Args>
Error not_found(std::string field, std::string text, Args&&... args) {
    return {ErrorCode::NotFound, std::move(field), std::move(text), {std::string(std::forward<Args>(args))...}};
}
template <std::convertible_to<std::string>... Args>
Error conflict(std::string text, Args&&... args) {
    return {ErrorCode::Conflict, {}, std::move(text), {std::string(std::forward<Args>(args))...}};
}
template <std::convertible_to<std::string>... Args>
Error forbidden(std::string text, Args&&... args) {
    return {ErrorCode::Forbidden, {}, std::move(text), {std::string(std::forward<Args>(args))...}};
}

// Thrown when the program itself is wrong. Caught only at the edge: roll back, log, answer 500.
struct InvariantBroken : std::logic_error {
    using std::logic_error::logic_error;
};

constexpr void ensure(bool holds, const char* statement) {
    if (!holds) throw InvariantBroken(statement);
}

template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, Errors{std::move(error)}) {}
    Result(Errors errors) : state_(std::in_place_index<1>, std::move(errors)) {
        ensure(!std::get<1>(state_).empty(), "a failed Result names at least one error");
    }

    bool has_value() const { return state_.index() == 0; }
    explicit operator bool() const { return has_value(); }

    const T& value() const& {
        require_value();
        return std::get<0>(state_);
    }
    T value() && {
        require_value();
        return std::get<0>(std::move(state_));
    }  // by value: a temporary may be iterated
    const T& operator*() const& { return value(); }
    T operator*() && { return std::move(*this).value(); }
    const T* operator->() const { return &value(); }

    const Errors& errors() const& {
        require_errors();
        return std::get<1>(state_);
    }
    Errors errors() && {
        require_errors();
        return std::get<1>(std::move(state_));
    }
    const Error& error() const { return errors().front(); }

private:
    void require_value() const { ensure(has_value(), "value() of a failed Result"); }
    void require_errors() const { ensure(!has_value(), "errors() of a successful Result"); }
    std::variant<T, Errors> state_;
};

struct Done {};  // the value of a Result that only says "it worked"

}  // namespace leasebook
