#include "server/web/thousands.h"

#include <atomic>

namespace leasebook::server {

namespace {

constexpr std::string_view thin_space = "\u2009";

std::atomic<ThousandsSeparator> separator_in_use = ThousandsSeparator::Comma;

std::string replaced(std::string text, std::string_view old, std::string_view by) {
    for (auto at = text.find(old); at != std::string::npos; at = text.find(old, at + by.size()))
        text.replace(at, old.size(), by);
    return text;
}

}  // namespace

void separate_thousands(ThousandsSeparator separator) { separator_in_use = separator; }

std::string figure_text(std::string grouped) {
    switch (separator_in_use.load(std::memory_order_relaxed)) {
        case ThousandsSeparator::Comma: return grouped;
        case ThousandsSeparator::ThinSpace: return replaced(std::move(grouped), ",", thin_space);
        case ThousandsSeparator::None: return replaced(std::move(grouped), ",", "");
    }
    throw InvariantBroken("thousands are separated in one of the known ways");
}

std::string with_commas(std::string typed) { return replaced(std::move(typed), thin_space, ","); }

}  // namespace leasebook::server
