#pragma once
// Which references of a record lead nowhere.
#include "db/database.h"
#include "domain/fields.h"

namespace leasebook::db {

inline bool exists(Connection& connection, const std::string& table, const std::string& column,
                   const std::string& value) {
    auto& select = connection.prepare("SELECT 1 FROM `" + table + "` WHERE `" + column + "` = ?");
    return select.bind(1, value).step();
}

// Visits a record and names the references that lead nowhere.
class ReferenceCheck {
public:
    explicit ReferenceCheck(Connection& connection) : connection_(connection) {}

    template <class T>
    void operator()(std::string_view, const T&) {}
    template <class T>
    void operator()(std::string_view name, const std::optional<T>& value) {
        if (value) (*this)(name, *value);
    }
    void operator()(std::string_view name, const ClusterCode& code) {
        if (missing(name, "clusters", "code", code.text))
            errors.push_back(not_found(std::string(name), "There is no cluster \"{0}\".", code.text));
    }
    void operator()(std::string_view name, const IndustryCode& code) {
        if (missing(name, "industries", "code", code.text))
            errors.push_back(not_found(std::string(name), "There is no industry \"{0}\".", code.text));
    }
    void operator()(std::string_view name, const LesseeCode& code) {
        if (missing(name, "lessees", "code", code.text))
            errors.push_back(not_found(std::string(name), "There is no lessee \"{0}\".", code.text));
    }
    void operator()(std::string_view name, const SupplierCode& code) {
        if (missing(name, "suppliers", "code", code.text))
            errors.push_back(not_found(std::string(name), "There is no supplier \"{0}\".", code.text));
    }
    void operator()(std::string_view name, const AssetClassCode& code) {
        if (missing(name, "asset_classes", "code", code.text))
            errors.push_back(not_found(std::string(name), "There is no asset class \"{0}\".", code.text));
    }
    void operator()(std::string_view name, const AssetCode& code) {
        if (missing(name, "assets", "code", code.text))
            errors.push_back(not_found(std::string(name), "There is no asset \"{0}\".", code.text));
    }
    void operator()(std::string_view name, const ContractNumber& number) {
        if (missing(name, "contracts", "number", number.text))
            errors.push_back(not_found(std::string(name), "There is no contract \"{0}\".", number.text));
    }
    Errors errors;

private:
    bool missing(std::string_view name, const std::string& table, const std::string& column, const std::string& value) {
        const bool own_key = name == "code";
        return !own_key && !exists(connection_, table, column, value);
    }
    Connection& connection_;
};

}  // namespace leasebook::db
