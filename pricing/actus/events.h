#pragma once
// What an event of a contract pays and how it changes the contract's state: the payoff and state transition functions
// of the ACTUS standard (POF and STF). Interest and fees have accrued up to the event before either is called.
#include "pricing/actus/state.h"

namespace leasebook::pricing::actus {

// In the order in which events of one time take place. The published contract tests decide it: their PR precedes IP
// and their PRF follows RR, unlike the sequence numbers of the dictionary.
enum class EventType { Ied, Pr, Py, Pp, Ip, Ipci, Fp, Rrf, Rr, Prf, Sc, Ipcb, Prd, Td, Md };

struct Event {
    EventType type;
    Time scheduled;             // as the cycle gives it: market values are observed for this time
    Time shown;                 // moved to a business day
    Time calculated;            // interest is reckoned up to here
    double observed = 0;        // RR and PY: the market rate; SC: the index; PP: the amount
    double exchange_rate = 1;   // of the settlement currency
    std::optional<Time> until;  // IP at the beginning of a period: where that period ends
};

// The cash that flows to the contract's creator, in the contract's currency.
double payoff(const Course& course, const State& state, const Event& event);
void change_state(const Course& course, State& state, const Event& event);

}  // namespace leasebook::pricing::actus

template <>
struct leasebook::NamesOf<leasebook::pricing::actus::EventType> {
    using E = pricing::actus::EventType;
    static constexpr Names<E, 15> names{{{E::Ied, "IED"},
                                         {E::Pr, "PR"},
                                         {E::Py, "PY"},
                                         {E::Pp, "PP"},
                                         {E::Ip, "IP"},
                                         {E::Ipci, "IPCI"},
                                         {E::Fp, "FP"},
                                         {E::Rrf, "RRF"},
                                         {E::Rr, "RR"},
                                         {E::Prf, "PRF"},
                                         {E::Sc, "SC"},
                                         {E::Ipcb, "IPCB"},
                                         {E::Prd, "PRD"},
                                         {E::Td, "TD"},
                                         {E::Md, "MD"}}};
};
