#include "server/risk/loss_runs.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "db/hash_chain.h"
#include "db/pricing_parameters_store.h"
#include "server/books/running_book.h"
#include "server/jobs.h"
#include "server/risk/loss_document.h"

namespace leasebook::server {

namespace {

namespace fs = std::filesystem;

fs::path draws_path(const std::string& data_folder, const std::string& draws_hash) {
    return fs::path(data_folder) / "risk" / (draws_hash.substr(0, 16) + ".run");
}

// Whole or not at all.
void write_draws(const std::string& data_folder, const std::string& draws_hash, const std::string& bytes) {
    const auto path = draws_path(data_folder, draws_hash);
    fs::create_directories(path.parent_path());
    const auto beside = path.string() + ".part";
    std::ofstream file(beside, std::ios::binary | std::ios::trunc);
    file << bytes;
    file.close();
    if (!file) throw std::runtime_error("the draws of a risk run cannot be written to " + beside);
    fs::rename(beside, path);
}

std::vector<std::string> codes_of(const reports::NamedLossBook& named) {
    std::vector<std::string> codes;
    for (const auto& name : named.names) codes.push_back(name.code.text);
    return codes;
}

}  // namespace

RiskInputs risk_inputs(db::Connection& connection, Date as_of) {
    return {running_portfolio(connection, as_of), db::pricing_parameters(connection), db::risk_parameters(connection),
            db::industry_correlations(connection)};
}

std::string inputs_hash(const reports::NamedLossBook& named, const RiskParameters& parameters, Date as_of) {
    std::string text = to_text(as_of) + "\n";
    for (const auto& [name, value] : write_record(parameters)) text += name + "=" + value + "\n";
    for (const double correlation : named.model.industry_correlations->values)
        text += std::to_string(std::llround(correlation * 1e10)) + " ";
    for (std::size_t i = 0; i < named.names.size(); ++i) {
        const auto& obligor = named.book.obligors[i];
        text += "\n" + named.names[i].code.text + "|" + named.names[i].name + "|" +
                std::to_string(std::llround(obligor.default_probability * 1e10)) + "|" + to_text(obligor.loss) + "|" +
                std::to_string(obligor.cluster) + "|" + std::to_string(obligor.industry);
    }
    for (const auto& link : named.book.dependencies)
        text += "\n" + std::to_string(link.on) + ">" + std::to_string(link.of);
    return db::sha256_hex(text);
}

namespace {

Result<db::RiskRun> simulate(db::Database& database, const std::string& data_folder, const LossRunOrder& order) {
    const auto inputs = database.read([&](db::Connection& c) { return risk_inputs(c, order.as_of); });
    const auto named = reports::loss_book(inputs.sources(order.as_of, order.currency));
    if (std::ranges::all_of(named.book.obligors, [](const auto& obligor) { return obligor.loss.is_zero(); }))
        return invalid("as_of", "On {0} the book has nothing to lose in {1}.", to_text(order.as_of),
                       order.currency.text());
    const pricing::LossOrder simulation{inputs.risk.scenarios, static_cast<std::uint64_t>(inputs.risk.seed),
                                        pricing::LossMethod::DefaultByDefault, 0, order.progress};
    const auto run = pricing::simulate_losses(named.book, named.model, simulation);
    if (!run) return run.errors();
    const auto draws = pricing::written(pricing::keep(named.book, named.model, *run, codes_of(named)));
    db::RiskRun kept{0,
                     order.as_of,
                     order.currency.text(),
                     inputs_hash(named, inputs.risk, order.as_of),
                     db::sha256_hex(draws),
                     loss_document(inputs, named, *run),
                     order.by,
                     order.now()};
    write_draws(data_folder, kept.draws_hash, draws);
    kept.id = database.write([&](db::Connection& c) { return db::add_risk_run(c, kept); });
    return kept;
}

}  // namespace

Result<db::RiskRun> run_losses(db::Database& database, const std::string& data_folder, const LossRunOrder& order) {
    JobRecord record(database, JobKind::Losses, to_text(order.as_of), order.by, order.now);
    auto recorded = order;
    recorded.progress = [&](std::int64_t done, std::int64_t of) {
        record.progress("scenarios", done, of);
        if (order.progress) order.progress(done, of);
    };
    auto run = simulate(database, data_folder, recorded);
    record.ended(run, saying("Run {0} is kept.", run ? std::to_string(run->id) : std::string{}));
    return run;
}

std::shared_ptr<const pricing::KeptRun> load_draws(const std::string& data_folder, const db::RiskRun& run) {
    std::ifstream file(draws_path(data_folder, run.draws_hash), std::ios::binary);
    if (!file) return nullptr;
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    if (db::sha256_hex(bytes) != run.draws_hash) return nullptr;
    auto read = pricing::read_kept_run(bytes);
    return read ? std::make_shared<const pricing::KeptRun>(*std::move(read)) : nullptr;
}

}  // namespace leasebook::server
