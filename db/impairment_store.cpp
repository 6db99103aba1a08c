#include "db/impairment_store.h"

#include <algorithm>
#include <unordered_map>

#include "db/counters.h"
#include "db/rows_of_keys.h"

namespace leasebook::db {

namespace {

const std::string select_proposals =
    "SELECT p.`id`, c.`number`, p.`as_of`, p.`currency`, p.`unguaranteed`, p.`guaranteed`, p.`forecast`, "
    "p.`reduction`, p.`status`, p.`proposed_by`, p.`proposed_at`, p.`decided_by`, p.`decided_at`, p.`reason` FROM "
    "`impairment_proposals` p JOIN `contracts` c ON c.`id` = p.`contract_id`";

ImpairmentProposal proposal_at(Statement& row) {
    const auto currency = *parse_currency(row.text(3));
    const auto money = [&](int column) { return Money::minor(row.integer(column), currency); };
    ImpairmentProposal proposal{row.integer(0),
                                {row.text(1)},
                                *parse_date(row.text(2), ""),
                                money(4),
                                money(5),
                                money(6),
                                money(7),
                                *parse_named<ImpairmentStatus>(row.text(8), ""),
                                row.text(9),
                                moment_of(row.text(10))};
    if (!row.is_null(11)) proposal.decided_by = row.text(11);
    if (!row.is_null(12)) proposal.decided_at = moment_of(row.text(12));
    if (!row.is_null(13)) proposal.reason = row.text(13);
    return proposal;
}

std::vector<ImpairmentProposal> proposals_in(Statement& rows) {
    std::vector<ImpairmentProposal> proposals;
    while (rows.step()) proposals.push_back(proposal_at(rows));
    return proposals;
}

std::unordered_map<std::string, std::int64_t> ids_of(Connection& connection,
                                                     const std::vector<ImpairmentProposal>& proposals) {
    std::vector<std::string> numbers;
    numbers.reserve(proposals.size());
    for (const auto& proposal : proposals) numbers.push_back(proposal.contract.text);
    std::unordered_map<std::string, std::int64_t> ids;
    read_rows(connection, "SELECT `number`, `id` FROM `contracts` WHERE `number`", {}, numbers,
              [&](Statement& row) { ids.emplace(row.text(0), row.integer(1)); });
    ensure(ids.size() == proposals.size(), "impairments are of contracts that are there, one each");
    return ids;
}

}  // namespace

void add_impairments(Connection& connection, std::vector<ImpairmentProposal> proposals) {
    if (proposals.empty()) return;
    std::ranges::sort(proposals, {}, &ImpairmentProposal::contract);
    const auto ids = ids_of(connection, proposals);
    static const std::vector<std::string> columns{"id",           "contract_id", "as_of",      "currency",
                                                  "unguaranteed", "guaranteed",  "forecast",   "reduction",
                                                  "status",       "proposed_by", "proposed_at"};
    const auto count = static_cast<std::int64_t>(proposals.size());
    auto id = count_up(connection, "impairment_proposals", count) - count;
    std::vector<std::vector<Connection::Cell>> rows;
    const auto units = [](Money amount) { return std::to_string(amount.minor_units()); };
    for (std::size_t i = 0; i < proposals.size(); ++i) {
        const auto& p = proposals[i];
        rows.push_back({std::to_string(++id), std::to_string(ids.at(p.contract.text)), to_text(p.as_of),
                        p.reduction.currency().text(), units(p.unguaranteed), units(p.guaranteed), units(p.forecast),
                        units(p.reduction), to_text(p.status), p.proposed_by, moment_text(p.proposed_at)});
    }
    connection.insert_rows("impairment_proposals", columns, rows);
}

void renew_impairment(Connection& connection, const ImpairmentProposal& p) {
    connection
        .prepare(
            "UPDATE `impairment_proposals` SET `as_of` = ?, `unguaranteed` = ?, `guaranteed` = ?, `forecast` = ?, "
            "`reduction` = ?, `proposed_by` = ?, `proposed_at` = ? WHERE `id` = ?")
        .bind(1, to_text(p.as_of))
        .bind(2, p.unguaranteed.minor_units())
        .bind(3, p.guaranteed.minor_units())
        .bind(4, p.forecast.minor_units())
        .bind(5, p.reduction.minor_units())
        .bind(6, p.proposed_by)
        .bind(7, moment_text(p.proposed_at))
        .bind(8, p.id)
        .execute();
}

void decide_impairment(Connection& connection, std::int64_t id, ImpairmentStatus status, const std::string& by,
                       Moment at, const std::string& reason) {
    connection
        .prepare(
            "UPDATE `impairment_proposals` SET `status` = ?, `decided_by` = ?, `decided_at` = ?, `reason` = ? WHERE "
            "`id` = ?")
        .bind(1, to_text(status))
        .bind(2, by)
        .bind(3, moment_text(at))
        .bind(4, reason)
        .bind(5, id)
        .execute();
}

std::optional<ImpairmentProposal> find_impairment(Connection& connection, std::int64_t id) {
    auto& select = connection.prepare(select_proposals + " WHERE p.`id` = ?");
    if (!select.bind(1, id).step()) return {};
    return proposal_at(select);
}

std::map<ContractNumber, ImpairmentProposal> last_impairments(Connection& connection) {
    auto& select = connection.prepare(select_proposals + " ORDER BY p.`id`");
    std::map<ContractNumber, ImpairmentProposal> last;
    for (auto& proposal : proposals_in(select)) last.insert_or_assign(proposal.contract, std::move(proposal));
    return last;
}

std::vector<ImpairmentProposal> impairments_of(Connection& connection, const ContractNumber& contract) {
    auto& select = connection.prepare(select_proposals + " WHERE c.`number` = ? ORDER BY p.`id` DESC");
    return proposals_in(select.bind(1, contract.text));
}

std::vector<ImpairmentProposal> list_impairments(Connection& connection, std::optional<ImpairmentStatus> status,
                                                 int limit) {
    auto& select = connection.prepare(select_proposals + (status ? " WHERE p.`status` = ?" : "") +
                                      " ORDER BY p.`reduction` DESC, p.`id` LIMIT ?");
    int parameter = 1;
    if (status) select.bind(parameter++, to_text(*status));
    return proposals_in(select.bind(parameter, limit));
}

std::int64_t count_impairments(Connection& connection, ImpairmentStatus status) {
    auto& select = connection.prepare("SELECT COUNT(*) FROM `impairment_proposals` WHERE `status` = ?");
    return select.bind(1, to_text(status)).step() ? select.integer(0) : 0;
}

}  // namespace leasebook::db
