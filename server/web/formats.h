#pragma once
// Numbers and dates as people read them. Nothing here is ever parsed again: forms and JSON use to_text().
#include <string>

#include "domain/date.h"
#include "domain/money.h"
#include "domain/rate.h"
#include "server/web/catalogue.h"

namespace leasebook::server {

// "1,234,567.89"; a negative amount begins with U+2212. No currency sign.
std::string money_text(Money amount);
// "¥1,234,567.89", "€…", "$…"; the sign of the amount stands before the currency sign.
std::string money_with_sign(Money amount);
// For key figures: "¥3.51bn", "¥18.6m", "¥512,000"; in Chinese "35.13亿元", "1,860.0万元". Rounded half away from zero.
std::string short_money(Money amount, Language language);
// In millions of the currency (Chinese: the same millions, 百万元) with one decimal: "1,234.6". For tables with the
// unit in the heading.
std::string millions_text(Money amount);

// "6.50%" of 0.0650, always `places` decimals (0 to 8), rounded half away from zero.
std::string percent_text(Rate rate, int places = 2);
// The same number without "%", for a field with a "%" affix: "6.5" keeps all the decimals that the rate has.
std::string percent_number(Rate rate);
// "12.3 bp" of 0.00123.
std::string basis_points_text(Rate rate);
// "1,193"
std::string count_text(std::int64_t count);

// "15 Nov 2025", "2025年11月15日"
std::string date_text(Date date, Language language);
// "Nov", "11月"; months 1 to 12
std::string month_name(int month, Language language);
// "Nov 2025", "2025年11月"
std::string month_text(Date date, Language language);

}  // namespace leasebook::server
