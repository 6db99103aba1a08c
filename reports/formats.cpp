#include "reports/formats.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "domain/decimal_text.h"
#include "reports/html.h"
#include "reports/pdf.h"
#include "reports/xlsx.h"

namespace leasebook::reports {

namespace {

// A name that nobody else has, removed with this.
class TemporaryFile {
public:
    TemporaryFile() : path((std::filesystem::temp_directory_path() / "leasebook-XXXXXX").string()) {
        const int file = ::mkstemp(path.data());
        if (file < 0) throw std::runtime_error("No temporary file can be made in " + path + ".");
        ::close(file);
    }
    ~TemporaryFile() {
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    std::string path;
};

std::string xlsx_bytes(const Table& table, const Edition& edition) {
    const TemporaryFile file;
    write_xlsx(table, edition, file.path);
    std::ifstream in(file.path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string pdf_bytes(const Table& table, const Edition& edition) {
    PdfCover cover{edition.title, to_text(table.as_of), {origin_line(table, edition)}};
    if (!edition.entity.empty()) cover.lines.insert(cover.lines.begin(), edition.entity);
    return to_pdf(cover, {{paper_part(table), edition}}, edition);
}

}  // namespace

const std::vector<Format>& formats() {
    static const std::vector<Format> all{
        {"csv", "text/csv; charset=utf-8", [](const Table& table, const Edition&) { return to_csv(table); }},
        {"json", "application/json", [](const Table& table, const Edition&) { return to_json(table); }},
        {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_bytes, true},
        {"pdf", "application/pdf", pdf_bytes, true},
        {"html", "text/html; charset=utf-8", to_html, true},
    };
    return all;
}

Result<Format> find_format(const std::string& name) {
    std::string known;
    for (const auto& format : formats()) {
        if (format.name == name) return format;
        known += (known.empty() ? "" : ", ") + format.name;
    }
    return invalid("format", "There is no format \"{0}\". There are: {1}.", shortened(name), known);
}

}  // namespace leasebook::reports
