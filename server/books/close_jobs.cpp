#include "server/books/close_jobs.h"

#include "server/log.h"

namespace leasebook::server {

CloseJobs::~CloseJobs() { wait(); }

void CloseJobs::wait() {
    if (thread_.joinable()) thread_.join();
}

std::optional<CloseJobs::State> CloseJobs::state(Period period) const {
    const std::lock_guard lock(mutex_);
    return state_ && state_->period == period ? state_ : std::nullopt;
}

bool CloseJobs::start(CloseOrder order) {
    const std::lock_guard lock(mutex_);
    if (state_ && state_->running) return false;
    wait();
    state_ = State{order.period, true, CloseStep::CutOff, 0, {}, {}};
    order.progress = [this](CloseStep step, std::int64_t records) {
        const std::lock_guard guard(mutex_);
        state_->step = step;
        state_->records = records;
    };
    thread_ = std::thread([this, order = std::move(order)] { run(order); });
    return true;
}

void CloseJobs::run(const CloseOrder& order) {
    Errors refused;
    std::string failure;
    try {
        const auto outcome = close_period(database_, order);
        if (!outcome) refused = outcome.errors();
    } catch (const std::exception& error) {
        failure = error.what();
        log_event(LogLevel::Error, "close failed", {{"period", to_text(order.period)}, {"reason", failure}});
    }
    const std::lock_guard lock(mutex_);
    state_->running = false;
    state_->refused = std::move(refused);
    state_->failure = std::move(failure);
}

}  // namespace leasebook::server
