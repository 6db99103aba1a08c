#pragma once
// The controls of a record's form, made from the types of its fields.
#include <string>
#include <type_traits>

#include "db/register_store.h"
#include "server/tables.h"
#include "server/web/form.h"

namespace leasebook::server {

// The page folder of the records that a code points to.
template <class C>
constexpr std::string_view register_path() {
    if constexpr (std::is_same_v<C, ClusterCode>)
        return "/clusters";
    else if constexpr (std::is_same_v<C, IndustryCode>)
        return "/industries";
    else if constexpr (std::is_same_v<C, LesseeCode>)
        return "/lessees";
    else if constexpr (std::is_same_v<C, SupplierCode>)
        return "/suppliers";
    else if constexpr (std::is_same_v<C, AssetClassCode>)
        return "/asset-classes";
    else if constexpr (std::is_same_v<C, AssetCode>)
        return "/assets";
    else if constexpr (std::is_same_v<C, CollateralCode>)
        return "/collaterals";
    else if constexpr (std::is_same_v<C, LimitCode>)
        return "/limits";
    else if constexpr (std::is_same_v<C, CompanyFiguresCode>)
        return "/company-figures";
    else
        return "/contracts";
}

// Visits a record and collects one control a field; the choices of references come from the register.
class ControlMaker {
public:
    explicit ControlMaker(const Call& call) : call_(call) {}
    std::vector<FormField> fields;

    template <class T>
    void operator()(std::string_view name, const T& value) {
        FormField field;
        field.name = std::string(name);
        shape(field, value);
        fields.push_back(std::move(field));
    }

private:
    void shape(FormField&, const std::string&) {}
    void shape(FormField& field, int) { field.control = Control::Number; }
    void shape(FormField& field, Money) { field.control = Control::Money; }
    void shape(FormField& field, Rate) { field.control = Control::Percent; }
    void shape(FormField& field, Date) { field.control = Control::Date; }
    void shape(FormField& field, Currency) {
        field.control = Control::Select;
        field.choices = {{"CNY", "CNY"}, {"USD", "USD"}, {"EUR", "EUR"},
                         {"GBP", "GBP"}, {"HKD", "HKD"}, {"JPY", "JPY"}};
    }
    template <NamedEnum E>
    void shape(FormField& field, E) {
        field.control = Control::Select;
        field.choices = choices_of<E>(call_.language);
    }
    template <class Tag>
    void shape(FormField& field, const Code<Tag>&) {
        shape_reference<Code<Tag>>(field);
    }
    template <class T>
    void shape(FormField& field, const std::optional<T>&) {
        field.optional = true;
        shape(field, T{});
        // Not said is a choice too.
        if constexpr (NamedEnum<T>) field.choices.insert(field.choices.begin(), {"", "–"});
    }

    template <class C>
    void shape_reference(FormField& field) {
        if (field.name == "code") return;
        field.control = Control::Suggest;
        if constexpr (std::is_same_v<C, ClusterCode>) suggest<Cluster>(field);
        if constexpr (std::is_same_v<C, IndustryCode>) suggest<Industry>(field);
        if constexpr (std::is_same_v<C, SupplierCode>) suggest<Supplier>(field);
        if constexpr (std::is_same_v<C, AssetClassCode>) suggest<AssetClass>(field);
        if constexpr (std::is_same_v<C, LesseeCode>) {
            field.choices = lessee_choices(call_);
            field.suggest = "/lessees/suggestions";
        }
    }
    template <class R>
    void suggest(FormField& field) {
        for (auto& record : call_.app.database.read([](db::Connection& c) {
                 return db::list<R>(c, {"", "", 200}).rows;
             }))
            field.choices.push_back({record.code.text, std::move(record.name)});
    }
    const Call& call_;
};

template <class R>
std::vector<FormField> register_form(const Call& call) {
    ControlMaker maker(call);
    const R shape{};
    visit_fields(shape, maker);
    return std::move(maker.fields);
}

}  // namespace leasebook::server
