#pragma once
// What the monthly close keeps: how far each step has come, the provisions of the month, and the figures it froze.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "db/contract_store.h"
#include "db/database.h"
#include "db/moment.h"
#include "domain/books/period.h"
#include "domain/credit/loss_parameters.h"
#include "domain/identifiers.h"

namespace leasebook::db {

struct CloseStepRow {
    std::string step;
    std::string cursor;  // how far it has come; what it means is the step's own business
    std::int64_t records = 0;
    std::string control_total;
    Moment started_at;
    std::optional<Moment> finished_at;
    std::string by;
};
std::vector<CloseStepRow> close_steps(Connection& connection, Period period);
// Locked, nobody else moves it until the transaction ends.
std::optional<CloseStepRow> find_close_step(Connection& connection, Period period, const std::string& step,
                                            Lock lock = Lock::None);
void keep_close_step(Connection& connection, Period period, const CloseStepRow& row);
// For a period that was reopened: its close begins anew.
void forget_close_steps(Connection& connection, Period period);

struct Provision {
    std::int64_t contract_id = 0;
    ContractNumber contract;  // as read; not written
    int days_past_due = 0;
    Stage stage = Stage::One;      // what the allowance follows
    Stage own_stage = Stage::One;  // before other contracts of the lessee pulled it along
    RiskClass category = RiskClass::Normal;
    Money exposure, overdue, expected_loss, overlay, allowance;
    std::string reasons;  // sentences, one a line
};
// In the place of what was kept of these contracts and those between them; month_ends_changed is the caller's to tell.
void keep_provisions(Connection& connection, Period period, const std::vector<Provision>& provisions);
// By the contract's id, one held at a time.
void each_provision(Connection& connection, Period period, const std::function<void(Provision&&)>& visit);
std::vector<Provision> provisions_between(Connection& connection, Period period, std::int64_t first_id,
                                          std::int64_t last_id);
struct Overlay {
    std::string cluster;  // its code, or "*" for every contract
    Rate share;           // added to the expected loss
    std::string reason, entered_by;
};
std::vector<Overlay> overlays_of(Connection& connection, Period period);
void keep_overlay(Connection& connection, Period period, const Overlay& overlay);

}  // namespace leasebook::db
