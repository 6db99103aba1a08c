#pragma once
// Structured logs: one line an event, text or JSON, no personal data and no secrets.
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace leasebook::server {

enum class LogLevel { Debug, Info, Warn, Error };

// Once at start. format is "json" or "text", level "debug", "info", "warn" or "error"; lines go to standard error.
void start_log(std::string_view format, std::string_view level);

using LogField = std::pair<std::string_view, std::string>;
// log_event(LogLevel::Info, "request", {{"status", "200"}}). Control characters in values are escaped.
void log_event(LogLevel level, std::string_view event, std::initializer_list<LogField> fields);

}  // namespace leasebook::server
