#include "db/limit_overrides.h"

#include <vector>

namespace leasebook::db {

std::optional<LimitOverride> find_limit_override(Connection& connection, const ContractNumber& contract) {
    auto& select = connection.prepare(
        "SELECT `version`, `granted_by`, `granted_at`, `limits`, `reason` FROM `limit_overrides` WHERE `contract` = ?");
    if (!select.bind(1, contract.text).step()) return {};
    return LimitOverride{contract,       static_cast<int>(select.integer(0)),
                         select.text(1), moment_of(select.text(2)),
                         select.text(3), select.text(4)};
}

void keep_limit_override(Connection& connection, const LimitOverride& granted) {
    static const std::vector<std::string> keys{"contract"},
        columns{"contract", "version", "granted_by", "granted_at", "limits", "reason"};
    connection.prepare(connection.upsert("limit_overrides", keys, columns))
        .bind(1, granted.contract.text)
        .bind(2, granted.version)
        .bind(3, granted.granted_by)
        .bind(4, moment_text(granted.granted_at))
        .bind(5, granted.limits)
        .bind(6, granted.reason)
        .execute();
}

}  // namespace leasebook::db
