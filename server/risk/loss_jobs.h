#pragma once
// The loss distribution as a job beside the requests: one at a time, watched through its progress. Keeps the draws of
// the last run at hand, so that the effect of a lease is answered in milliseconds.
#include <mutex>
#include <optional>
#include <thread>

#include "server/risk/loss_runs.h"

namespace leasebook::server {

class LossJobs {
public:
    LossJobs(db::Database& database, std::string data_folder)
        : database_(database), data_folder_(std::move(data_folder)) {}
    ~LossJobs();
    LossJobs(const LossJobs&) = delete;
    LossJobs& operator=(const LossJobs&) = delete;

    struct State {
        bool running = false;
        std::int64_t done = 0, of = 0;
        Errors refused;       // why it stopped: something a person can mend
        std::string failure;  // what the environment broke
    };

    // False while another one runs.
    bool start(LossRunOrder order);
    State state() const;
    void wait();
    // Nothing where the file is gone.
    std::shared_ptr<const pricing::KeptRun> draws_of(const db::RiskRun& run);

private:
    void run(const LossRunOrder& order);

    db::Database& database_;
    const std::string data_folder_;
    mutable std::mutex mutex_;  // of what follows
    State state_;
    std::string draws_hash_;
    std::shared_ptr<const pricing::KeptRun> draws_;
    std::thread thread_;
};

}  // namespace leasebook::server
