#include "domain/rmb_capitals.h"

#include <array>
#include <string_view>

namespace leasebook {

namespace {

constexpr std::array<std::string_view, 10> digits{"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};

// 1 to 9,999 in capitals; zeros between digits are one 零, those at the end are not said.
std::string below_ten_thousand(int number) {
    constexpr std::array<std::string_view, 4> places{"仟", "佰", "拾", ""};
    std::string text;
    bool zeros = false;
    for (int place = 0, unit = 1000; place < 4; ++place, unit /= 10) {
        const auto digit = static_cast<std::size_t>(number / unit % 10);
        if (digit == 0) {
            zeros = !text.empty();
            continue;
        }
        if (zeros) text += digits[0];
        zeros = false;
        text += digits[digit];
        text += places[static_cast<std::size_t>(place)];
    }
    return text;
}

std::string whole(std::uint64_t yuan) {
    constexpr std::array<std::string_view, 5> steps{"", "万", "亿", "万亿", "亿亿"};
    std::string text;
    bool gap = false;  // a step before left out its highest places
    for (std::size_t step = steps.size(); step-- > 0;) {
        std::uint64_t unit = 1;
        for (std::size_t i = 0; i < step; ++i) unit *= 10'000;
        const auto part = static_cast<int>(yuan / unit % 10'000);
        if (part == 0) {
            gap = !text.empty();
            continue;
        }
        if (!text.empty() && (gap || part < 1000)) text += digits[0];
        gap = false;
        text += below_ten_thousand(part);
        text += steps[step];
    }
    return text;
}

}  // namespace

std::string rmb_capitals(Money amount) {
    ensure(amount.currency() == CNY, "capitals are of renminbi");
    const bool negative = amount.is_negative();
    const auto minor = negative ? 0 - static_cast<std::uint64_t>(amount.minor_units())
                                : static_cast<std::uint64_t>(amount.minor_units());
    const auto yuan = minor / 100;
    const auto jiao = static_cast<std::size_t>(minor / 10 % 10), fen = static_cast<std::size_t>(minor % 10);
    std::string text = negative ? "负人民币" : "人民币";
    if (yuan > 0) text += whole(yuan) + "元";
    if (minor == 0) text += "零元";
    if (jiao > 0)
        text += std::string(digits[jiao]) + "角";
    else if (fen > 0 && yuan > 0)
        text += digits[0];
    if (fen > 0)
        text += std::string(digits[fen]) + "分";
    else
        text += "整";
    return text;
}

}  // namespace leasebook
