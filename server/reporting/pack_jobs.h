#pragma once
// Making packs as a job beside the requests: one at a time, watched through its progress, shared by everybody who asks
// for the same one. What was made is kept in a folder. On the n-th business day of a month the pack of the month before
// is made by itself, once that month is closed.
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "server/reporting/pack.h"

namespace leasebook::server {

struct PackSettings {
    std::string folder;  // for the files
    std::string company;
    Currency currency;
    int business_day = 0;  // of the month, on which the pack is made by itself; 0: it is not
    std::function<void(Period, const Pack&)> announce = {};  // told of one that was; what it throws is logged
};

inline constexpr std::string_view the_calendar = "calendar";  // who starts the pack that is due

class PackJobs {
public:
    PackJobs(ReportRoom& room, Curves& curves, PackSettings settings)
        : room_(room), curves_(curves), settings_(std::move(settings)) {}
    ~PackJobs();
    PackJobs(const PackJobs&) = delete;
    PackJobs& operator=(const PackJobs&) = delete;

    struct State {
        Period period;
        std::string language;  // "en", "zh" or "both"
        bool running = false;
        std::string by;  // a user's name, or the calendar, whose packs are announced
        std::size_t done = 0, of = 0;
        std::string report = {};   // under way
        Errors refused = {};       // why it stopped: something a person can mend
        std::string failure = {};  // what the environment broke
    };
    // False while another pack is being made; true also where this very one is, which the callers then share.
    bool start(Period period, const std::string& language, const std::string& by);
    // Of the last job, if it was about this period.
    std::optional<State> state(Period period) const;

    struct Kept {
        std::string language, hash;
        std::uintmax_t bytes = 0;
        bool preliminary = false;
        std::string path;
    };
    // The packs of the month that were made, by language.
    std::vector<Kept> kept(Period period) const;

    // Starts the pack that is due on this day, if there is one: on its business day or later, of a month that is closed
    // and has none yet. Answers whether it started one.
    bool start_due(Date today);
    // Does so from time to time, in a thread of its own, until this ends.
    void watch(std::function<Date()> today);
    void wait();

private:
    void run(const State& job);
    void tell_of(Period period, const Pack& pack) const;
    std::string path_of(Period period, const std::string& language) const;

    ReportRoom& room_;
    Curves& curves_;
    const PackSettings settings_;
    mutable std::mutex mutex_;  // of what follows
    std::condition_variable ending_;
    bool ends_ = false;
    std::optional<State> state_;
    std::thread thread_, watch_;
};

// The n-th business day of the month, counted from one.
Date nth_business_day(const BusinessCalendar& calendar, Period month, int n);

}  // namespace leasebook::server
