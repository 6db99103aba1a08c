#include "server/demo/demo.h"

#include <map>
#include <unordered_map>

#include "db/asset_history.h"
#include "db/contract_store.h"
#include "db/journal_store.h"
#include "db/month_end_store.h"
#include "db/number_formats.h"
#include "db/register_store.h"
#include "pricing/rent.h"
#include "server/books/receipts.h"
#include "server/books/running_book.h"
#include "server/demo/history.h"
#include "server/demo/leases.h"
#include "server/demo/machines.h"
#include "server/demo/market_path.h"
#include "server/import/seed.h"
#include "server/residual_fits.h"
#include "server/residual_review.h"

namespace leasebook::server {

namespace {

constexpr int most_contracts = 2'000'000;

// Everything made up, before it meets a database.
struct DemoBook {
    std::vector<Firm> firms;
    std::vector<Seller> sellers;
    std::vector<MadeUpLease> leases;
    std::vector<MarketQuote> quotes;
    std::vector<UsedSale> sales;
};

// What was made up later draws from a stream of its own, so that the leases stay what they were.
constexpr std::uint64_t stream_of_machines = 0x6D616368696E6573U;

void add_machines(const DemoOptions& options, DemoBook& book) {
    Random random(options.seed ^ stream_of_machines);
    std::unordered_map<std::string, std::string> places;
    for (const auto& firm : book.firms) places.emplace(firm.lessee.code.text, firm.lessee.city.value_or(""));
    for (auto& lease : book.leases)
        for (auto& asset : lease.assets) add_papers(random, asset, places.at(lease.content.lessee.text));
    book.sales = made_up_sales(random, seeded_asset_classes());
}

// Each lease draws from numbers of its own, so that the halves of the book may be made side by side.
void add_history(const DemoOptions& options, DemoBook& book, const Progress& progress) {
    std::map<std::string, const Firm*> firms;
    for (const auto& firm : book.firms) firms.emplace(firm.lessee.code.text, &firm);
    struct History {
        std::vector<MonthEnd> month_ends;
        bool late_in_june = false;
    };
    const auto history_of = [&](std::size_t i, RowErrors&) -> std::optional<History> {
        const auto& lease = book.leases[i];
        if (lease.status != ContractStatus::Active) return History{};
        constexpr std::uint64_t apart = 1'000'003;
        Random random(options.seed * apart + i);
        const auto& firm = *firms.at(lease.content.lessee.text);
        const auto late = made_up_late_times(random, lease.content, firm.lessee.grade, firm.place->stage);
        return History{made_up_month_ends(lease.content, late), is_late_in_june(late)};
    };
    RowErrors faults;
    auto histories = read_rows<History>(book.leases.size(), history_of, faults, progress);
    for (std::size_t i = 0; i < histories.size(); ++i) {
        book.leases[i].month_ends = std::move(histories[i]->month_ends);
        if (histories[i]->late_in_june) book.leases[i].payments.clear();
    }
}

DemoBook made_up(const DemoOptions& options, const Progress& progress) {
    Random random(options.seed);
    DemoBook book;
    book.quotes = market_path(random);
    book.sellers = made_up_suppliers(random);
    book.firms = made_up_lessees(random, std::max(1, options.contracts * 2 / 5));
    book.leases = made_up_leases(random, options.contracts, book.firms, book.sellers);
    RowErrors faults;
    const auto rent_of = [&](std::size_t row, RowErrors&) -> std::optional<Money> {
        return pricing::level_rent(book.leases[row].content.terms).value();
    };
    const auto rents = read_rows<Money>(book.leases.size(), rent_of, faults, progress);
    for (std::size_t i = 0; i < rents.size(); ++i) book.leases[i].content.rent = *rents[i];
    for (auto& lease : book.leases)
        if (lease.status == ContractStatus::Active) lease.payments = made_up_payments(random, lease.content);
    add_machines(options, book);
    add_history(options, book, progress);
    return book;
}

void name_machines(MadeUpLease& lease, const ContractNumber& number) {
    int machine = 0;
    for (auto& asset : lease.assets) {
        const auto suffix = number.text.substr(2) + "-" + std::to_string(++machine);
        asset.code.text = "M-" + suffix;
        asset.serial_number = asset.asset_class.text + "-" + suffix;
        asset.contract = number;
    }
    for (auto& appraisal : lease.appraisals) appraisal.asset = lease.assets.front().code;
    for (auto& row : lease.month_ends) row.contract = number;
}

// Its term ran out in the first half of June 2026 and its residual stands in the books.
bool comes_back(const MadeUpLease& lease) {
    const Date end = final_date(lease.content.terms, lease.content.plan);
    return lease.status == ContractStatus::Active && end >= date(2026, 6, 2) && end <= date(2026, 6, 15) &&
           !lease.content.terms.unguaranteed_residual.is_zero();
}

// Takes the leases on under the next free numbers, with everything that refers to them. Answers the first three whose
// machines come back.
std::vector<ContractNumber> store_leases(db::Connection& connection, std::vector<MadeUpLease> leases,
                                         db::Moment recorded_at, DemoOutcome& outcome) {
    constexpr std::size_t most_returned = 3;
    std::vector<ContractNumber> returned;
    std::vector<db::TakenOn> taken_on;
    std::vector<Asset> assets;
    std::vector<Appraisal> appraisals;
    std::vector<MonthEnd> month_ends;
    const auto format = db::contract_number_format(connection);
    for (auto& lease : leases) {
        const std::chrono::year_month_day commencement(lease.content.terms.commencement);
        const auto number = db::next_contract_number(connection, format, static_cast<int>(commencement.year()));
        name_machines(lease, number);
        if (returned.size() < most_returned && comes_back(lease)) returned.push_back(number);
        taken_on.push_back({number,
                            {{"demo", lease.content.terms.commencement}, lease.content, lease.status},
                            std::move(lease.payments)});
        std::ranges::move(lease.assets, std::back_inserter(assets));
        std::ranges::move(lease.appraisals, std::back_inserter(appraisals));
        std::ranges::move(lease.month_ends, std::back_inserter(month_ends));
    }
    db::take_on_all(connection, taken_on, recorded_at);
    db::add_all<Asset>(connection, assets);
    db::note_assets_opened(connection, assets, "demo", recorded_at);
    db::add_all<Appraisal>(connection, appraisals);
    db::add_month_ends(connection, month_ends);
    outcome.contracts = taken_on.size();
    outcome.assets = assets.size();
    outcome.appraisals = appraisals.size();
    outcome.month_ends = month_ends.size();
    return returned;
}

// What a review of the residuals at the end of May 2026 would have found.
std::int64_t propose_impairments(db::Connection& connection, db::Moment recorded_at) {
    const Date may_end = date(2026, 5, 31);
    const auto portfolio = running_portfolio(connection, may_end);
    const auto book = reports::residual_book(portfolio, may_end, CNY);
    return review_residuals(connection, portfolio, book, {"demo", recorded_at}).proposed;
}

// Money of the day that waits to be matched: a lessee names its lease, somebody else names one, a lessee names none.
// The books of June 2026 are those of the leases alone.
void record_receipts(db::Connection& connection, db::Moment recorded_at) {
    const Act act{"demo", std::chrono::floor<std::chrono::days>(recorded_at)};
    if (act.on <= date(2026, 6, 30)) return;
    db::ContractQuery running;
    running.status = ContractStatus::Active;
    running.limit = 3;
    const auto leases = db::list_contracts(connection, running).rows;
    for (std::size_t i = 0; i < leases.size(); ++i) {
        const auto& lease = leases[i];
        ReceiptEntry slip{act.on, lease.rent.currency(), lease.rent, lease.lessee_name, "ICBC-" + std::to_string(i + 1),
                          {}};
        if (i == 1) slip.payer = "王伟";
        if (i < 2) slip.remittance_text = lease.number.text + " 租金";
        ensure(record_receipt(connection, slip, act, recorded_at).has_value(), "the demo's payments can be booked");
    }
}

DemoOutcome store(db::Connection& connection, const DemoBook& book, db::Moment recorded_at) {
    DemoOutcome outcome{
        .lessees = book.firms.size(), .suppliers = book.sellers.size(), .market_quotes = book.quotes.size()};
    seed(connection);
    db::begin_books(connection, {std::chrono::year{2026} / std::chrono::June});
    std::vector<Cluster> clusters;
    for (const auto& place : places()) clusters.push_back(cluster_of(place));
    std::vector<Lessee> lessees;
    for (const auto& firm : book.firms) lessees.push_back(firm.lessee);
    std::vector<Supplier> suppliers;
    for (const auto& seller : book.sellers) suppliers.push_back(seller.supplier);
    db::add_all<Cluster>(connection, clusters);
    db::add_all<Lessee>(connection, lessees);
    db::add_all<Supplier>(connection, suppliers);
    db::add_all<MarketQuote>(connection, book.quotes);
    const auto ended = store_leases(connection, book.leases, recorded_at, outcome);
    db::add_all<UsedSale>(connection, book.sales);
    db::add_all<CurvePoint>(connection, published_curve());
    outcome.sales = book.sales.size();
    outcome.returned = take_machines_back(connection, ended, recorded_at);
    outcome.impairments = propose_impairments(connection, recorded_at);
    record_receipts(connection, recorded_at);
    return outcome;
}

bool is_empty(db::Connection& connection) {
    return db::count<Lessee>(connection) == 0 && db::count<Cluster>(connection) == 0 &&
           db::count<Supplier>(connection) == 0 && db::count<MarketQuote>(connection) == 0 &&
           db::count_contracts(connection, {}) == 0;
}

}  // namespace

Result<DemoOutcome> fill_demo(db::Database& database, const DemoOptions& options, db::Moment recorded_at,
                              const Progress& progress) {
    if (options.contracts < 1 || options.contracts > most_contracts)
        return invalid("contracts", "The demo makes 1 to {0} contracts.", std::to_string(most_contracts));
    const auto refusal = conflict("The demo fills an empty database only: this one holds data already.");
    if (!database.read(is_empty)) return refusal;
    const auto book = made_up(options, progress);
    auto outcome = database.write([&](db::Connection& connection) -> Result<DemoOutcome> {
        if (!is_empty(connection)) return refusal;
        return store(connection, book, recorded_at);
    });
    if (outcome) fit_all_classes(database);
    return outcome;
}

}  // namespace leasebook::server
