#pragma once
// Amounts in renminbi as contracts and bills write them out, so that no figure can be altered by a stroke.
#include <string>

#include "domain/money.h"

namespace leasebook {

// "人民币壹拾万元整", "人民币壹仟零伍元叁角贰分", "负人民币伍分" (People's Bank of China, rules for filling in bills
// and settlement vouchers, annex 1): 整 behind yuan and jiao, one 零 for zeros between other digits. The amount is in
// CNY.
std::string rmb_capitals(Money amount);

}  // namespace leasebook
