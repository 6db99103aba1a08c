#include "server/reporting/pack.h"

#include <sodium.h>

#include <Poco/DateTime.h>
#include <Poco/Zip/Compress.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "db/hash_chain.h"
#include "reports/catalogue.h"
#include "reports/formats.h"
#include "reports/pdf.h"
#include "server/installation.h"
#include "server/jobs.h"
#include "server/web/formats.h"

namespace leasebook::server {

namespace {

std::string hash_of_file(const std::string& path) {
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    std::ifstream in(path, std::ios::binary);
    std::array<char, 65'536> buffer{};
    while (in.read(buffer.data(), buffer.size()) || in.gcount() > 0)
        crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(buffer.data()),
                                  static_cast<unsigned long long>(in.gcount()));
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256_final(&state, digest.data());
    return db::hex(digest);
}

// The ZIP while it is written, and its manifest. Every entry bears the last day of the month.
class Archive {
public:
    Archive(const std::string& path, Date day)
        : out_(path, std::ios::binary | std::ios::trunc), zip_(out_, true), day_(day) {}

    bool good() const { return out_.good(); }
    void add(const std::string& name, const std::string& bytes, bool packed_already) {
        manifest_.push_back({{"file", name}, {"bytes", bytes.size()}, {"sha256", db::sha256_hex(bytes)}});
        std::istringstream in(bytes);
        write(name, in, packed_already);
    }
    // What lies in a file, which may be large.
    void add_file(const std::string& name, const std::string& path) {
        manifest_.push_back(
            {{"file", name}, {"bytes", std::filesystem::file_size(path)}, {"sha256", hash_of_file(path)}});
        std::ifstream in(path, std::ios::binary);
        write(name, in, false);
    }
    void finish(nlohmann::ordered_json head) {
        head["files"] = manifest_;
        std::istringstream manifest(head.dump(2) + "\n");
        write("manifest.json", manifest, false);
        zip_.close();
        out_.close();
    }
    std::size_t files() const { return manifest_.size() + 1; }

private:
    void write(const std::string& name, std::istream& in, bool packed_already) {
        const std::chrono::year_month_day parts(day_);
        const Poco::DateTime stamp(int{parts.year()}, static_cast<int>(unsigned{parts.month()}),
                                   static_cast<int>(unsigned{parts.day()}));
        zip_.addFile(in, stamp, Poco::Path(name, Poco::Path::PATH_UNIX),
                     packed_already ? Poco::Zip::ZipCommon::CM_STORE : Poco::Zip::ZipCommon::CM_DEFLATE,
                     packed_already ? Poco::Zip::ZipCommon::CL_NORMAL : Poco::Zip::ZipCommon::CL_FAST);
    }

    std::ofstream out_;
    Poco::Zip::Compress zip_;
    Date day_;
    nlohmann::ordered_json manifest_ = nlohmann::ordered_json::array();
};

std::string folder_of(Language language) { return language == Language::Chinese ? "zh/" : "en/"; }

std::string number_of(std::size_t index) {
    const auto digits = std::to_string(index + 1);
    return (digits.size() < 2 ? "0" : "") + digits + "_";
}

// One report in all formats but the one on paper, which holds them all.
void add_report(Archive& archive, const MadeReport& report, std::size_t index, const PackOrder& order) {
    const auto name = number_of(index) + report.table.name;
    for (const auto& format : reports::formats()) {
        if (format.name == "pdf" || (format.name == "html" && report.table.rows.size() > reports::rows_on_paper))
            continue;
        const bool packed = format.name == "xlsx";
        if (!format.of_a_language) {
            archive.add("data/" + name + "." + format.name, format.render(report.table, reports::plain_edition()),
                        packed);
            continue;
        }
        for (const auto language : order.languages)
            archive.add(folder_of(language) + name + "." + format.name,
                        format.render(report.table, edition_of(language, report, order.company)), packed);
    }
    archive.add("data/" + name + ".schema.json", reports::json_schema(report.table), false);
}

// The lines of the journal lie beside the archive while they are written, and answer what they come to.
Result<nlohmann::ordered_json> add_journal(Archive& archive, ReportRoom& room, const PackOrder& order) {
    const auto beside = order.path + ".journal";
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    const auto totals = room.write_journal(order.period, {}, out);
    out.close();
    if (!out) return invalid("out", "The file {0} cannot be written.", beside);
    archive.add_file("data/journal_lines.csv", beside);
    std::filesystem::remove(beside);
    nlohmann::ordered_json journal{{"lines", totals.lines}};
    for (const auto& [currency, sum] : totals.debits) journal["debits"][currency.text()] = to_text(sum);
    for (const auto& [currency, sum] : totals.credits) journal["credits"][currency.text()] = to_text(sum);
    return journal;
}

struct OnPaper {
    MadeReport report;
    reports::Table part;
};

std::string paper_of(Language language, const std::vector<OnPaper>& reports, const PackOrder& order) {
    std::vector<reports::PdfSection> sections;
    for (const auto& [report, part] : reports) sections.push_back({part, edition_of(language, report, order.company)});
    reports::Edition edition = sections.front().edition;
    edition.run.clear();
    reports::PdfCover cover{tr(language, "Monthly report pack"), month_text(order.period.first_day(), language), {}};
    if (!order.company.empty()) cover.lines.push_back(order.company);
    cover.lines.push_back(filled(tr(language, "Figures as of {0}, in {1}."),
                                 {date_text(order.period.last_day(), language), order.currency.text()}));
    if (reports.front().part.preliminary)
        cover.lines.push_back(tr(language, "The month is not closed: all figures are preliminary."));
    return reports::to_pdf(cover, sections, edition);
}

Result<Pack> write_pack(ReportRoom& room, const PackOrder& order) {
    const auto beside = order.path + ".part";
    Archive archive(beside, order.period.last_day());
    if (!archive.good()) return invalid("out", "The file {0} cannot be written.", order.path);
    const auto& catalogue = reports::catalogue();
    const auto steps = catalogue.size() + 1 + order.languages.size();
    const auto tell = [&](const std::string& what, std::size_t done) {
        if (order.progress) order.progress(what, done, steps);
    };
    std::vector<OnPaper> on_paper;
    nlohmann::ordered_json runs = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < catalogue.size(); ++i) {
        tell(catalogue[i].name, i);
        auto made = room.make({catalogue[i].name, order.period.last_day(), order.currency});
        if (!made) return made.errors();
        auto report = *std::move(made);
        add_report(archive, report, i, order);
        runs.push_back({{"report", report.table.name}, {"run", report.run}});
        auto part = reports::paper_part(report.table);
        report.table.rows = {};  // the long ones are large
        on_paper.push_back({std::move(report), std::move(part)});
    }
    tell("journal_lines", catalogue.size());
    const auto journal = add_journal(archive, room, order);
    if (!journal) return journal.errors();
    for (std::size_t i = 0; i < order.languages.size(); ++i) {
        tell("pdf", catalogue.size() + 1 + i);
        const auto language = order.languages[i];
        archive.add(folder_of(language) + "report_pack_" + to_text(order.period) + ".pdf",
                    paper_of(language, on_paper, order), true);
    }
    Pack pack;
    pack.preliminary = on_paper.front().part.preliminary;
    archive.finish({{"pack", to_text(order.period)},
                    {"company", order.company},
                    {"as_of", to_text(order.period.last_day())},
                    {"currency", order.currency.text()},
                    {"preliminary", pack.preliminary},
                    {"reports", runs},
                    {"journal", *journal}});
    pack.files = archive.files();
    pack.hash = hash_of_file(beside);
    std::error_code failed;
    pack.bytes = std::filesystem::file_size(beside, failed);
    if (!failed) std::filesystem::rename(beside, order.path, failed);
    if (failed) return invalid("out", "The file {0} cannot be written.", order.path);
    tell("", steps);
    return pack;
}

}  // namespace

std::vector<Language> languages_of(const std::string& code) {
    if (code == "both") return {Language::English, Language::Chinese};
    return {parse_language(code)};
}

Result<Pack> make_pack(ReportRoom& room, const PackOrder& order) {
    JobRecord record(room.database(), JobKind::Pack, to_text(order.period), order.by, system_now);
    auto recorded = order;
    recorded.progress = [&](const std::string& what, std::size_t done, std::size_t of) {
        if (!what.empty()) record.progress(what, static_cast<std::int64_t>(done), static_cast<std::int64_t>(of));
        if (order.progress) order.progress(what, done, of);
    };
    auto pack = write_pack(room, recorded);
    record.ended(pack, saying("{0} files, SHA-256 {1}.", std::to_string(pack ? pack->files : 0),
                              pack ? pack->hash : std::string{}));
    return pack;
}

}  // namespace leasebook::server
