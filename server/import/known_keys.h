#pragma once
// What the database already holds, asked once a kind: taken keys, and references that lead nowhere.
#include <map>
#include <string>
#include <unordered_set>

#include "db/keys_in_use.h"
#include "domain/fields.h"

namespace leasebook::server {

// The same error, on the field that it concerns.
inline Error on_field(std::string field, Error error) {
    error.field = std::move(field);
    return error;
}

// Which keys a reference is looked up among, and what to say when it is not there.
inline db::KeyKind kind_of(const ClusterCode&) { return db::KeyKind::Cluster; }
inline db::KeyKind kind_of(const IndustryCode&) { return db::KeyKind::Industry; }
inline db::KeyKind kind_of(const LesseeCode&) { return db::KeyKind::Lessee; }
inline db::KeyKind kind_of(const SupplierCode&) { return db::KeyKind::Supplier; }
inline db::KeyKind kind_of(const AssetClassCode&) { return db::KeyKind::AssetClass; }
inline db::KeyKind kind_of(const AssetCode&) { return db::KeyKind::Asset; }
inline db::KeyKind kind_of(const ContractNumber&) { return db::KeyKind::Contract; }
inline db::KeyKind kind_of(const SaleCode&) { return db::KeyKind::Sale; }
inline Error none_such(std::string field, const ClusterCode& code) {
    return not_found(std::move(field), "There is no cluster \"{0}\".", code.text);
}
inline Error none_such(std::string field, const IndustryCode& code) {
    return not_found(std::move(field), "There is no industry \"{0}\".", code.text);
}
inline Error none_such(std::string field, const LesseeCode& code) {
    return not_found(std::move(field), "There is no lessee \"{0}\".", code.text);
}
inline Error none_such(std::string field, const SupplierCode& code) {
    return not_found(std::move(field), "There is no supplier \"{0}\".", code.text);
}
inline Error none_such(std::string field, const AssetClassCode& code) {
    return not_found(std::move(field), "There is no asset class \"{0}\".", code.text);
}
inline Error none_such(std::string field, const AssetCode& code) {
    return not_found(std::move(field), "There is no asset \"{0}\".", code.text);
}
inline Error none_such(std::string field, const ContractNumber& code) {
    return not_found(std::move(field), "There is no contract \"{0}\".", code.text);
}
inline Error none_such(std::string field, const SaleCode& code) {
    return not_found(std::move(field), "There is no sale \"{0}\".", code.text);
}

class KnownKeys {
public:
    explicit KnownKeys(db::Connection& connection) : connection_(connection) {}

    bool has(db::KeyKind kind, const std::string& key) {
        const auto known = keys_.find(kind);
        if (known != keys_.end()) return known->second.contains(key);
        return keys_.emplace(kind, db::keys_in_use(connection_, kind)).first->second.contains(key);
    }

    Errors taken(db::KeyKind kind, const char* field, const std::string& key) {
        if (!has(kind, key)) return {};
        return {on_field(field, conflict("\"{0}\" exists already.", key))};
    }

    template <class Tag>
    Errors missing(std::string_view field, const Code<Tag>& code) {
        if (has(kind_of(code), code.text)) return {};
        return {none_such(std::string(field), code)};
    }

    // Every reference of the record that leads nowhere; its own code is not one.
    template <FieldRecord Record>
    Errors missing_references(const Record& record) {
        ReferenceVisitor visitor{*this, {}};
        visit_fields(record, visitor);
        return std::move(visitor.errors);
    }

private:
    struct ReferenceVisitor {
        KnownKeys& known;
        Errors errors;
        template <class T>
        void operator()(std::string_view, const T&) {}
        template <class Tag>
        void operator()(std::string_view name, const Code<Tag>& code) requires requires {
            kind_of(code);
        }
        {
            if (name == "code") return;
            for (auto& error : known.missing(name, code)) errors.push_back(std::move(error));
        }
        template <class Tag>
        void operator()(std::string_view name, const std::optional<Code<Tag>>& code) {
            if (code) (*this)(name, *code);
        }
    };
    db::Connection& connection_;
    std::map<db::KeyKind, std::unordered_set<std::string>> keys_;
};

}  // namespace leasebook::server
