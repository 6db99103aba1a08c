#include "server/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "server/json.h"

namespace leasebook::server {

namespace {

bool as_json = false;

std::string json_line(std::string_view event, std::initializer_list<LogField> fields) {
    std::string line = "\"event\":" + json_string(event);
    for (const auto& [name, value] : fields) line += "," + json_string(name) + ":" + json_string(value);
    return line;
}

// event key=value key="value with blanks": a JSON string is quoted and escaped, which serves text lines as well.
std::string text_line(std::string_view event, std::initializer_list<LogField> fields) {
    std::string line(event);
    for (const auto& [name, value] : fields) {
        const bool plain =
            !value.empty() &&
            value.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:/") ==
                std::string::npos;
        line += " " + std::string(name) + "=" + (plain ? value : json_string(value));
    }
    return line;
}

spdlog::level::level_enum spdlog_level(LogLevel level) {
    switch (level) {
        case LogLevel::Debug: return spdlog::level::debug;
        case LogLevel::Info: return spdlog::level::info;
        case LogLevel::Warn: return spdlog::level::warn;
        case LogLevel::Error: return spdlog::level::err;
    }
    return spdlog::level::err;
}

}  // namespace

void start_log(std::string_view format, std::string_view level) {
    as_json = format == "json";
    auto logger = std::make_shared<spdlog::logger>("leasebook", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    logger->set_level(spdlog::level::from_str(std::string(level)));
    logger->set_pattern(as_json ? R"({"at":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})" : "%Y-%m-%dT%H:%M:%S.%eZ %l %v",
                        spdlog::pattern_time_type::utc);
    logger->flush_on(spdlog::level::warn);
    spdlog::set_default_logger(std::move(logger));
    spdlog::flush_every(std::chrono::seconds(1));
}

void log_event(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
    const auto wanted = spdlog_level(level);
    if (!spdlog::default_logger_raw()->should_log(wanted)) return;
    spdlog::log(wanted, "{}", as_json ? json_line(event, fields) : text_line(event, fields));
}

}  // namespace leasebook::server
