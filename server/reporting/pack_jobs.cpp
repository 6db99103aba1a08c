#include "server/reporting/pack_jobs.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "server/log.h"

namespace leasebook::server {

namespace {

constexpr auto languages_kept = std::to_array<const char*>({"en", "zh", "both"});
constexpr auto between_looks = std::chrono::minutes(5);

}  // namespace

Date nth_business_day(const BusinessCalendar& calendar, Period month, int n) {
    Date day = month.first_day();
    for (int found = calendar.is_business_day(day) ? 1 : 0; found < n; found += calendar.is_business_day(day) ? 1 : 0)
        day += std::chrono::days(1);
    return day;
}

PackJobs::~PackJobs() {
    {
        const std::lock_guard lock(mutex_);
        ends_ = true;
    }
    ending_.notify_all();
    if (watch_.joinable()) watch_.join();
    wait();
}

void PackJobs::wait() {
    if (thread_.joinable()) thread_.join();
}

std::string PackJobs::path_of(Period period, const std::string& language) const {
    return (std::filesystem::path(settings_.folder) / ("report_pack_" + to_text(period) + "_" + language + ".zip"))
        .string();
}

std::optional<PackJobs::State> PackJobs::state(Period period) const {
    const std::lock_guard lock(mutex_);
    return state_ && state_->period == period ? state_ : std::nullopt;
}

bool PackJobs::start(Period period, const std::string& language, const std::string& by) {
    const std::lock_guard lock(mutex_);
    if (state_ && state_->running) return state_->period == period && state_->language == language;
    wait();
    state_ = State{period, language, true, by};
    thread_ = std::thread([this, job = *state_] { run(job); });
    return true;
}

void PackJobs::run(const State& job) {
    Errors refused;
    std::string failure;
    try {
        std::filesystem::create_directories(settings_.folder);
        const auto path = path_of(job.period, job.language);
        PackOrder order{job.period, settings_.currency, settings_.company, languages_of(job.language), path, {},
                        job.by};
        order.progress = [this](const std::string& report, std::size_t done, std::size_t of) {
            const std::lock_guard guard(mutex_);
            state_->report = report;
            state_->done = done;
            state_->of = of;
        };
        const auto pack = make_pack(room_, order);
        if (!pack) {
            refused = pack.errors();
        } else {
            std::ofstream(path + ".json")
                << nlohmann::json{{"hash", pack->hash}, {"bytes", pack->bytes}, {"preliminary", pack->preliminary}}
                       .dump();
            log_event(LogLevel::Info, "pack made", {{"period", to_text(job.period)}, {"hash", pack->hash}});
            if (job.by == the_calendar) tell_of(job.period, *pack);
        }
    } catch (const std::exception& error) {
        failure = error.what();
        log_event(LogLevel::Error, "pack failed", {{"period", to_text(job.period)}, {"reason", failure}});
    }
    const std::lock_guard lock(mutex_);
    state_->running = false;
    state_->refused = std::move(refused);
    state_->failure = std::move(failure);
}

// The pack stands whether or not anybody could be told.
void PackJobs::tell_of(Period period, const Pack& pack) const {
    if (!settings_.announce) return;
    try {
        settings_.announce(period, pack);
    } catch (const std::exception& error) {
        log_event(LogLevel::Warn, "pack not announced", {{"period", to_text(period)}, {"reason", error.what()}});
    }
}

std::vector<PackJobs::Kept> PackJobs::kept(Period period) const {
    std::vector<Kept> packs;
    for (const auto* language : languages_kept) {
        const auto path = path_of(period, language);
        std::ifstream file(path + ".json");
        if (!file || !std::filesystem::exists(path)) continue;
        const auto said = nlohmann::json::parse(file, nullptr, false);
        if (said.is_discarded()) continue;  // being written
        packs.push_back({language, said.value("hash", ""), said.value("bytes", std::uintmax_t{0}),
                         said.value("preliminary", true), path});
    }
    return packs;
}

bool PackJobs::start_due(Date today) {
    if (settings_.business_day == 0) return false;
    const auto calendar = curves_.calendar("CN");
    if (!*calendar || today < nth_business_day(**calendar, period_of(today), settings_.business_day)) return false;
    const auto month = period_of(today).previous();
    if (room_.status(month) != PeriodStatus::Closed) return false;
    for (const auto& pack : kept(month))
        if (pack.language == "both" && !pack.preliminary) return false;
    return start(month, "both", std::string(the_calendar));
}

void PackJobs::watch(std::function<Date()> today) {
    if (settings_.business_day == 0) return;
    watch_ = std::thread([this, today = std::move(today)] {
        std::unique_lock lock(mutex_);
        while (!ends_) {
            lock.unlock();
            try {
                start_due(today());
            } catch (const std::exception& error) {
                log_event(LogLevel::Error, "pack not started", {{"reason", error.what()}});
            }
            lock.lock();
            ending_.wait_for(lock, between_looks, [this] { return ends_; });
        }
    });
}

}  // namespace leasebook::server
