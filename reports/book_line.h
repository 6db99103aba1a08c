#pragma once
// A contract as the reports of the month count it: what the ledger holds of it, what stands on it, how it is rated.
#include "reports/report_input.h"

namespace leasebook::reports {

struct BookLine {
    std::uint32_t position = 0;  // in Portfolio::contracts
    const PortfolioContract* contract = nullptr;
    const PortfolioLessee* lessee = nullptr;
    Money net_investment;                      // of the ledger, before the allowance
    Money allowance;                           // of the ledger, above zero
    ExposureParts parts;                       // collateral not deducted
    const ProvisionLine* provision = nullptr;  // of the month's close, where it has been made

    bool non_performing() const { return provision != nullptr && is_non_performing(provision->category); }
};

// Contracts in the currency that the ledger or the exposure has something of at the end of the day. The input has to
// outlive it.
class BookLines {
public:
    explicit BookLines(const ReportInput& in);
    // Of the contract at that position of the portfolio; nothing where it is not counted.
    std::optional<BookLine> at(std::uint32_t position) const;

private:
    const Portfolio* portfolio_;
    Currency currency_;
    std::span<const ExposurePosition> positions_;
    std::vector<Money> net_, allowances_;
    std::vector<const ProvisionLine*> provisions_;
};
// All of them, in the order of the portfolio.
std::vector<BookLine> book_lines(const ReportInput& in);

// The key of a place, "unmapped" where there is none, and the name people read.
std::string code_on(Axis axis, const ReportInput& in, const PortfolioContract& contract);
std::string name_on(Axis axis, const ReportInput& in, const PortfolioContract& contract);

// Books without anything posted, for input that has none.
const MonthBooks& books_of(const ReportInput& in);

// How many contracts of the portfolio are in other currencies and still run; said in a note where there are any.
void note_other_currencies(const ReportInput& in, Table& table);

// Whole months from the day to the lease's end, none once it is over.
int months_left(const PortfolioContract& contract, Date as_of);

}  // namespace leasebook::reports
