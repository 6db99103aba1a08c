// Real auctions of used machines: curves fitted to the sales before 2011 against those of 2011. The data stays outside
// the repository (LEASEBOOK_SHARED); which rows it holds, its SOURCE.md says.
#include "pricing/residual_fit.h"

#include <unistd.h>

#include "db/migrate.h"
#include "db/register_store.h"
#include "db/residual_fit_store.h"
#include "server/import/import.h"
#include "tests/conformance/suite.h"

namespace leasebook::server {
namespace {

// The groups of machines in the file, as classes; their losses only count in the first year, which auctions of used
// machines do not show.
constexpr const char* classes =
    "code,name,first_year_loss,yearly_loss,life_months\n"
    "TEX,Track excavators,0.20,0.12,240\nTTT,Track type tractors,0.20,0.12,240\nSSL,Skid steer loaders,0.20,0.12,240\n"
    "WL,Wheel loaders,0.20,0.12,240\nBL,Backhoe loaders,0.20,0.12,240\nMG,Motor graders,0.20,0.12,240\n";

class Auctions : public testing::Test {
protected:
    void SetUp() override {
        const auto file = shared_folder("residual") / "bulldozers_10000_with_SalePrice.csv";
        if (!std::filesystem::exists(file)) GTEST_SKIP() << missing(file.parent_path());
        folder_ = std::filesystem::temp_directory_path() / ("leasebook-auctions-" + std::to_string(::getpid()));
        std::filesystem::create_directories(folder_);
        database_ = db::open("sqlite:" + (folder_ / "book.db").string());
        db::migrate(*database_);
        store(ImportKind::AssetClasses, classes, nullptr);
        const auto mapping =
            read_mapping_file((std::filesystem::path(SOURCE_DIR) / "tests/data/bulldozer_sales.toml").string());
        ASSERT_TRUE(mapping) << message(mapping.error());
        store(ImportKind::Sales, text_of(file), &*mapping);
    }
    void TearDown() override {
        database_.reset();
        if (!folder_.empty()) std::filesystem::remove_all(folder_);
    }
    void store(ImportKind kind, const std::string& bytes, const Mapping* mapping) {
        const auto outcome = import_csv(*database_, {kind, bytes, mapping, {"test", date(2026, 6, 30)}, {}, {}});
        ASSERT_TRUE(outcome.stored()) << outcome.faults << " faults, the first in line " << outcome.errors[0].line
                                      << ", " << outcome.errors[0].column << ": " << message(outcome.errors[0].error);
    }
    std::filesystem::path folder_;
    std::unique_ptr<db::Database> database_;
};

double price_of(Money price) { return static_cast<double>(price.minor_units()) / 100; }

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// Root mean squared error of ln(1 + price).
class LogError {
public:
    void add(double predicted, double price) {
        const double error = std::log1p(predicted) - std::log1p(price);
        sum_ += error * error;
        ++count_;
    }
    double root_mean() const { return std::sqrt(sum_ / static_cast<double>(count_)); }
    std::size_t count() const { return count_; }

private:
    double sum_ = 0;
    std::size_t count_ = 0;
};

// The median price of the model before 2011, of its class where the model is new.
class MedianPrices {
public:
    explicit MedianPrices(const std::vector<UsedSale>& sales) {
        std::map<std::string, std::vector<double>> prices;
        std::vector<double> all;
        for (const auto& sale : sales) {
            prices[*sale.model].push_back(price_of(sale.price));
            all.push_back(price_of(sale.price));
        }
        for (auto& [model, list] : prices) medians_[model] = median(std::move(list));
        of_all_ = median(std::move(all));
    }
    double of(const UsedSale& sale) const {
        const auto found = medians_.find(*sale.model);
        return found == medians_.end() ? of_all_ : found->second;
    }

private:
    std::map<std::string, double> medians_;
    double of_all_ = 0;
};

TEST_F(Auctions, CurvesFittedBefore2011PredictThoseOf2011BetterThanTheMedianOfTheModel) {
    LogError curves, medians, curves_or_median, medians_of_all;
    for (const char* code : {"TEX", "TTT", "SSL", "WL", "BL", "MG"}) {
        const auto [asset_class, sales] = database_->read([&](db::Connection& c) {
            return std::pair{*db::find<AssetClass>(c, {code}), db::sales_of(c, {code})};
        });
        std::vector<UsedSale> before;
        for (const auto& sale : sales)
            if (sale.sold < date(2011, 1, 1)) before.push_back(sale);
        const auto fit = pricing::ResidualFit::of(asset_class, before);
        ASSERT_TRUE(fit) << code << ": " << message(fit.error());
        const MedianPrices usual(before);
        for (const auto& sale : sales) {
            if (sale.sold < date(2011, 1, 1)) continue;
            const double price = price_of(sale.price), middle = usual.of(sale);
            const bool aged = age_when_sold(sale).has_value();
            const double predicted = aged ? price_of(fit->predicted_price(sale)) : middle;
            curves_or_median.add(predicted, price);
            medians_of_all.add(middle, price);
            if (!aged) continue;
            curves.add(predicted, price);
            medians.add(middle, price);
        }
    }
    std::cout << "RMSLE of " << curves.count() << " sales of 2011 of known age: curves " << curves.root_mean()
              << ", median price of the model " << medians.root_mean() << "\n"
              << "RMSLE of all " << curves_or_median.count()
              << " sales of 2011: curves (median where the age is unknown) " << curves_or_median.root_mean()
              << ", median price of the model " << medians_of_all.root_mean() << "\n";
    EXPECT_GT(curves.count(), 300U);
    EXPECT_LT(curves.root_mean(), medians.root_mean());
    EXPECT_LT(curves_or_median.root_mean(), medians_of_all.root_mean());
}

}  // namespace
}  // namespace leasebook::server
