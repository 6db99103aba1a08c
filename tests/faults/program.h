#pragma once
// The real program as a process of its own: started with its words, listened to, and killed without warning.
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace leasebook::faults {

using Moment = std::chrono::steady_clock::time_point;
inline Moment in(std::chrono::milliseconds wait) { return std::chrono::steady_clock::now() + wait; }

class Program {
public:
    // What it writes to standard error is appended to the file `log`.
    Program(const std::string& database, const std::string& data, const std::string& log,
            std::vector<std::string> words) {
        int ends[2];
        if (pipe2(ends, O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
        output_end_ = ends[0];
        words.insert(words.begin(), PROGRAM);
        const int failed = spawn(ends[1], log,
                                 {"PATH=/usr/bin:/bin", "LEASEBOOK_DATABASE=" + database, "LEASEBOOK_DATA=" + data,
                                  "LEASEBOOK_LOG_LEVEL=error"},
                                 std::move(words));
        ::close(ends[1]);
        if (failed != 0) throw std::system_error(failed, std::generic_category(), PROGRAM);
    }
    ~Program() {
        kill();
        ::close(output_end_);
    }
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    // Listens until it has said the text; false when it ended first or the moment came.
    bool says(const std::string& text, Moment by) {
        while (output_.find(text) == std::string::npos)
            if (listen(by) != Heard::Words) return false;
        return true;
    }
    // Listens until it ends; false when the moment came first.
    bool ends(Moment by) {
        for (;;) {
            const auto heard = listen(by);
            if (heard != Heard::Words) return heard == Heard::End;
        }
    }
    // SIGKILL. True when that is what it died of: it may have ended by itself just before.
    bool kill() {
        if (!reaped_) ::kill(process_, SIGKILL);
        reap();
        return WIFSIGNALED(status_) && WTERMSIG(status_) == SIGKILL;
    }
    int exit_code() {
        reap();
        return WIFEXITED(status_) ? WEXITSTATUS(status_) : -1;
    }
    const std::string& output() const { return output_; }

private:
    enum class Heard { Words, End, Nothing };

    int spawn(int output, const std::string& log, std::vector<std::string> settings, std::vector<std::string> words) {
        const auto pointers = [](std::vector<std::string>& texts) {
            std::vector<char*> list;
            for (auto& text : texts) list.push_back(text.data());
            list.push_back(nullptr);
            return list;
        };
        posix_spawn_file_actions_t files;
        posix_spawn_file_actions_init(&files);
        posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
        posix_spawn_file_actions_addopen(&files, STDERR_FILENO, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        // What the test ignores the program shall not.
        posix_spawnattr_t signals;
        sigset_t as_usual;
        sigemptyset(&as_usual);
        sigaddset(&as_usual, SIGPIPE);
        posix_spawnattr_init(&signals);
        posix_spawnattr_setflags(&signals, POSIX_SPAWN_SETSIGDEF);
        posix_spawnattr_setsigdefault(&signals, &as_usual);
        const int failed =
            posix_spawn(&process_, PROGRAM, &files, &signals, pointers(words).data(), pointers(settings).data());
        posix_spawnattr_destroy(&signals);
        posix_spawn_file_actions_destroy(&files);
        reaped_ = failed != 0;
        return failed;
    }
    Heard listen(Moment by) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(by - std::chrono::steady_clock::now());
        pollfd output{output_end_, POLLIN, 0};
        if (left.count() <= 0 || ::poll(&output, 1, static_cast<int>(left.count())) <= 0) return Heard::Nothing;
        char bytes[4096];
        const auto got = ::read(output_end_, bytes, sizeof bytes);
        if (got <= 0) return Heard::End;
        output_.append(bytes, static_cast<std::size_t>(got));
        return Heard::Words;
    }
    void reap() {
        if (!reaped_) ::waitpid(process_, &status_, 0);
        reaped_ = true;
    }

    pid_t process_ = 0;
    bool reaped_ = false;
    int status_ = 0, output_end_ = -1;
    std::string output_;
};

}  // namespace leasebook::faults
