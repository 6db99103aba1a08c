#include "db/remarketing_store.h"

#include "db/counters.h"
#include "db/record_mapper.h"
#include "db/register_store.h"

namespace leasebook::db {

namespace {

const std::string& select_steps() {
    static const std::string sql = "SELECT " + quoted(columns_of<RemarketingStep>()) + " FROM `remarketing_steps`";
    return sql;
}

}  // namespace

void add_step(Connection& connection, const RemarketingStep& step) {
    const auto& columns = columns_of<RemarketingStep>();
    std::string marks;
    for (std::size_t i = 0; i < columns.size(); ++i) marks += ", ?";
    auto& insert =
        connection.prepare("INSERT INTO `remarketing_steps` (`id`, " + quoted(columns) + ") VALUES (?" + marks + ")");
    insert.bind(1, count_up(connection, "remarketing_steps"));
    Binder binder(insert, 2);
    visit_fields(step, binder);
    insert.execute();
    book_changed(connection);
}

std::vector<RemarketingStep> steps_of(Connection& connection, const AssetCode& asset) {
    auto& select = connection.prepare(select_steps() + " WHERE `asset` = ? ORDER BY `id`");
    select.bind(1, asset.text);
    std::vector<RemarketingStep> steps;
    while (select.step()) steps.push_back(read_row<RemarketingStep>(select));
    return steps;
}

std::vector<RemarketingStep> all_steps(Connection& connection) {
    const auto rows = connection.stream(select_steps() + " ORDER BY `id`");
    std::vector<RemarketingStep> steps;
    while (rows->step()) steps.push_back(read_row<RemarketingStep>(*rows));
    return steps;
}

std::vector<OffLeaseMachine> off_lease_of(Connection& connection, const ContractNumber& number,
                                          std::span<const NumberedEvent> events, const std::vector<VatRate>& vat_rates,
                                          Date on) {
    std::vector<Machine> machines;
    std::vector<RemarketingStep> steps;
    for (const auto& asset : assets_of(connection, number)) {
        machines.emplace_back(asset);
        for (auto& step : steps_of(connection, asset.code)) steps.push_back(std::move(step));
    }
    return off_lease({number, events, machines, steps, vat_rates}, on);
}

}  // namespace leasebook::db
