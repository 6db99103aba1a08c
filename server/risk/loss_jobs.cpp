#include "server/risk/loss_jobs.h"

#include "server/log.h"

namespace leasebook::server {

LossJobs::~LossJobs() { wait(); }

void LossJobs::wait() {
    if (thread_.joinable()) thread_.join();
}

LossJobs::State LossJobs::state() const {
    const std::lock_guard lock(mutex_);
    return state_;
}

bool LossJobs::start(LossRunOrder order) {
    const std::lock_guard lock(mutex_);
    if (state_.running) return false;
    wait();
    state_ = State{true, 0, 0, {}, {}};
    order.progress = [this](std::int64_t done, std::int64_t of) {
        const std::lock_guard guard(mutex_);
        state_.done = done;
        state_.of = of;
    };
    thread_ = std::thread([this, order = std::move(order)] { run(order); });
    return true;
}

void LossJobs::run(const LossRunOrder& order) {
    Errors refused;
    std::string failure;
    try {
        const auto outcome = run_losses(database_, data_folder_, order);
        if (!outcome) refused = outcome.errors();
    } catch (const std::exception& error) {
        failure = error.what();
        log_event(LogLevel::Error, "loss distribution failed", {{"reason", failure}});
    }
    const std::lock_guard lock(mutex_);
    state_.running = false;
    state_.refused = std::move(refused);
    state_.failure = std::move(failure);
}

std::shared_ptr<const pricing::KeptRun> LossJobs::draws_of(const db::RiskRun& run) {
    const std::lock_guard lock(mutex_);
    if (draws_hash_ == run.draws_hash) return draws_;
    draws_ = load_draws(data_folder_, run);
    draws_hash_ = draws_ ? run.draws_hash : "";
    return draws_;
}

}  // namespace leasebook::server
