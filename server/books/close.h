#pragma once
// The monthly close: a row of steps, each of which can be broken off at any moment and taken up again without doing
// anything twice. Users go on working meanwhile; what they enter for the month after its cut-off is posted to the next.
#include <functional>
#include <string>
#include <vector>

#include "db/close_store.h"
#include "db/database.h"
#include "domain/books/period.h"

namespace leasebook::server {

// In their order. CutOff closes the month to everybody else; Post brings interest, dues, invoices and late interest up
// to its last day; then come risk and provisions, residuals, currencies, proof, frozen figures and the lock.
enum class CloseStep { CutOff, Post, Provisions, Residuals, Translation, TrialBalance, Snapshot, Lock };

}  // namespace leasebook::server

namespace leasebook {
template <>
struct NamesOf<server::CloseStep> {
    static constexpr Names<server::CloseStep, 8> names{{{server::CloseStep::CutOff, "cut_off"},
                                                        {server::CloseStep::Post, "post"},
                                                        {server::CloseStep::Provisions, "provisions"},
                                                        {server::CloseStep::Residuals, "residuals"},
                                                        {server::CloseStep::Translation, "translation"},
                                                        {server::CloseStep::TrialBalance, "trial_balance"},
                                                        {server::CloseStep::Snapshot, "snapshot"},
                                                        {server::CloseStep::Lock, "lock"}}};
};
}  // namespace leasebook

namespace leasebook::server {

struct CloseOrder {
    Period period;
    std::string by;
    Currency currency;  // the company's
    std::function<db::Moment()> clock;
    std::function<void(CloseStep, std::int64_t records)> progress = {};
    std::size_t batch_size = 2'500;  // contracts in one transaction, for which others wait to write
};

struct CloseOutcome {
    std::vector<db::CloseStepRow> steps;
    std::string journal_hash;  // of the period's entries
};

// Runs the steps that are not done yet. Errors: the period is closed, another comes first, the trial balance is not
// zero, an exchange rate is missing. Two at once share the work and end with the same books.
Result<CloseOutcome> close_period(db::Database& database, const CloseOrder& order);

}  // namespace leasebook::server
