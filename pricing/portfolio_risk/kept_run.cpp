// A kept run as bytes: a heading, then losses and factors as they lie in memory of the machines that we run on, which
// are little-endian. They are checked by the hash that is stored beside them; here only sizes must fit.
#include <bit>
#include <cstring>

#include "pricing/portfolio_risk/incremental_loss.h"

namespace leasebook::pricing {

namespace {

static_assert(std::endian::native == std::endian::little, "kept runs are read as they lie in memory");

constexpr std::string_view heading = "leasebook run 1\n";

class Writer {
public:
    std::string bytes{heading};

    void text(const std::string& value) {
        number(value.size());
        bytes += value;
    }
    void number(std::uint64_t value) { raw(&value, sizeof value); }
    void real(double value) { raw(&value, sizeof value); }
    void texts(const std::vector<std::string>& values) {
        number(values.size());
        for (const auto& value : values) text(value);
    }
    template <class T>
    void list(const std::vector<T>& values) {
        number(values.size());
        raw(values.data(), values.size() * sizeof(T));
    }

private:
    void raw(const void* data, std::size_t size) { bytes.append(static_cast<const char*>(data), size); }
};

// Stands still once the bytes end too early.
class Reader {
public:
    explicit Reader(std::span<const char> bytes) : rest_(bytes) {}

    bool good() const { return good_; }
    bool at_end() const { return good_ && rest_.empty(); }
    std::string text() {
        std::string value;
        value.resize(size(1));
        raw(value.data(), value.size());
        return value;
    }
    double real() {
        double value = 0;
        raw(&value, sizeof value);
        return value;
    }
    std::vector<std::string> texts() {
        std::vector<std::string> values(size(sizeof(std::uint64_t)));
        for (auto& value : values) value = text();
        return values;
    }
    template <class T>
    std::vector<T> list() {
        std::vector<T> values(size(sizeof(T)));
        raw(values.data(), values.size() * sizeof(T));
        return values;
    }

private:
    // A number of elements that the rest can hold.
    std::size_t size(std::size_t element) {
        std::uint64_t count = 0;
        raw(&count, sizeof count);
        if (count > rest_.size() / element) good_ = false;
        return good_ ? static_cast<std::size_t>(count) : 0;
    }
    void raw(void* data, std::size_t size) {
        if (size > rest_.size()) good_ = false;
        if (!good_ || size == 0) return;
        std::memcpy(data, rest_.data(), size);
        rest_ = rest_.subspan(size);
    }

    std::span<const char> rest_;
    bool good_ = true;
};

bool is_share(double value) { return value >= 0 && value < 1; }

bool is_sound(const KeptRun& run) {
    const auto factors = 1 + run.factors.clusters.size() + run.factors.industries.size();
    return is_share(run.economy_share + run.cluster_share + run.industry_share) && run.economy_share >= 0 &&
           run.cluster_share >= 0 && run.industry_share >= 0 && !run.losses.empty() && run.losses.size() % 1'000 == 0 &&
           run.factors.columns.size() == factors * run.losses.size() &&
           run.obligors.size() == run.obligor_losses.size();
}

}  // namespace

std::string written(const KeptRun& run) {
    Writer out;
    out.text(run.currency.text());
    out.real(run.economy_share);
    out.real(run.cluster_share);
    out.real(run.industry_share);
    out.texts(run.factors.clusters);
    out.texts(run.factors.industries);
    out.list(run.losses);
    out.list(run.factors.columns);
    out.texts(run.obligors);
    out.list(run.obligor_losses);
    return std::move(out.bytes);
}

std::optional<KeptRun> read_kept_run(std::span<const char> bytes) {
    if (!std::string_view(bytes.data(), bytes.size()).starts_with(heading)) return {};
    Reader in(bytes.subspan(heading.size()));
    KeptRun run;
    const auto currency = parse_currency(in.text());
    if (!currency) return {};
    run.currency = *currency;
    run.economy_share = in.real();
    run.cluster_share = in.real();
    run.industry_share = in.real();
    run.factors.clusters = in.texts();
    run.factors.industries = in.texts();
    run.losses = in.list<std::int64_t>();
    run.factors.columns = in.list<std::int16_t>();
    run.obligors = in.texts();
    run.obligor_losses = in.list<std::int64_t>();
    if (!in.at_end() || !is_sound(run)) return {};
    return run;
}

}  // namespace leasebook::pricing
