#include "domain/life/change_request.h"

#include "domain/overloaded.h"

namespace leasebook {

namespace {

template <std::size_t Index = 0>
ChangeRequest blank(ChangeKind kind) {
    if constexpr (Index == std::variant_size_v<ChangeRequest>) {
        throw InvariantBroken("every kind of change has its request");
    } else {
        using Request = std::variant_alternative_t<Index, ChangeRequest>;
        if (kind == Request::kind) return Request{};
        return blank<Index + 1>(kind);
    }
}

// Amounts and shares that cannot be below zero, and the few that have to be above it.
class SignCheck {
public:
    explicit SignCheck(ChangeKind kind) : kind_(kind) {}

    void operator()(std::string_view name, Money value) {
        const bool above = name == "amount" || name == "financed_amount" || name == "fair_value" ||
                           (name == "price" && kind_ == ChangeKind::AssetSale);
        if (value.is_negative()) errors.push_back(invalid(std::string(name), "This amount cannot be negative."));
        if (above && value.is_zero()) errors.push_back(invalid(std::string(name), "The amount must be above zero."));
    }
    void operator()(std::string_view name, Rate value) {
        if (value.e10 < 0) errors.push_back(invalid(std::string(name), "This rate cannot be negative."));
        if (value.e10 > rate_scale) errors.push_back(invalid(std::string(name), "This rate is above 100 %."));
    }
    void operator()(std::string_view name, int value) {
        if (value < 1 || value > longest_lease_periods)
            errors.push_back(
                invalid(std::string(name), "Enter a number from 1 to {0}.", std::to_string(longest_lease_periods)));
    }
    template <class T>
    void operator()(std::string_view name, const std::optional<T>& value) {
        if (value) (*this)(name, *value);
    }
    void operator()(std::string_view, const auto&) {}

    Errors errors;

private:
    ChangeKind kind_;
};

Errors combinations(const ChangeRequest& request) {
    return std::visit(
        Overloaded{[](const RestructuringRequest& r) -> Errors {
                       if (r.rent && r.annual_rate)
                           return {invalid("rent", "Enter the rent or the rate: one follows from the other.")};
                       if (r.rent && r.rent->is_zero()) return {invalid("rent", "The amount must be above zero.")};
                       return {};
                   },
                   [](const RateResetRequest& r) -> Errors {
                       if (r.rent_rule == RentRule::Given)
                           return {invalid("rent_rule", "A new rate changes the rents, or what is in them.")};
                       return {};
                   },
                   [](const auto&) -> Errors { return {}; }},
        request);
}

}  // namespace

bool needs_second_person(ChangeKind kind) {
    using enum ChangeKind;
    return kind == Restructuring || kind == WriteOff || kind == Repossession || kind == BuyOut ||
           kind == ResidualImpairment || kind == ClaimWaiver;
}

bool follows_the_end(ChangeKind kind) {
    using enum ChangeKind;
    return kind == Recovery || kind == AssetSale || kind == ClaimWaiver;
}

ChangeRequest blank_request(ChangeKind kind) { return blank(kind); }

Result<ChangeRequest> read_request(ChangeKind kind, const Fields& fields, Currency currency) {
    auto request = blank_request(kind);
    FieldReader reader(fields, currency);
    std::visit([&](auto& record) { visit_fields(record, reader); }, request);
    auto errors = reader.errors(true);
    SignCheck signs(kind);
    std::visit([&](const auto& record) { visit_fields(record, signs); }, request);
    auto further = combinations(request);
    further.insert(further.begin(), signs.errors.begin(), signs.errors.end());
    for (auto& error : further)
        if (!names_field(errors, error.field)) errors.push_back(std::move(error));
    if (!errors.empty()) return errors;
    return request;
}

Date effective_date(const ChangeRequest& request) {
    return std::visit([](const auto& record) { return record.effective_date; }, request);
}

}  // namespace leasebook
