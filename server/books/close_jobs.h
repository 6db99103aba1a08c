#pragma once
// The monthly close as a job beside the requests: one at a time, watched through its progress.
#include <mutex>
#include <optional>
#include <thread>

#include "server/books/close.h"

namespace leasebook::server {

class CloseJobs {
public:
    explicit CloseJobs(db::Database& database) : database_(database) {}
    ~CloseJobs();
    CloseJobs(const CloseJobs&) = delete;
    CloseJobs& operator=(const CloseJobs&) = delete;

    struct State {
        Period period;
        bool running = false;
        CloseStep step = CloseStep::CutOff;
        std::int64_t records = 0;
        Errors refused;       // why it stopped: something a person can mend
        std::string failure;  // what the environment broke; the close may simply be started again
    };

    // False while another one runs.
    bool start(CloseOrder order);
    // Of the last job, if it was about this period.
    std::optional<State> state(Period period) const;
    void wait();

private:
    void run(const CloseOrder& order);

    db::Database& database_;
    mutable std::mutex mutex_;  // of what follows
    std::optional<State> state_;
    std::thread thread_;
};

}  // namespace leasebook::server
