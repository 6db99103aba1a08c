#pragma once
// Tables as XLSX: typed cells, a frozen head, totals as formulas, a chart on a sheet of its own. Memory does not grow
// with the rows. Two runs of the same table write the same bytes.
#include <memory>
#include <string>

#include "reports/edition.h"

namespace leasebook::reports {

// One table, row by row as it comes.
class XlsxFile {
public:
    // `head` is the table; its rows are not read. Throws std::runtime_error where the file cannot be written.
    XlsxFile(const std::string& path, const Table& head, const Edition& edition);
    ~XlsxFile();
    XlsxFile(const XlsxFile&) = delete;
    XlsxFile& operator=(const XlsxFile&) = delete;

    // At most `most_rows`; more are a broken invariant.
    void add(const Row& row);
    // Notes, chart, and the file as it stays. Throws std::runtime_error likewise.
    void finish();

    static constexpr std::size_t most_rows = 1'048'000;  // of the format 1,048,576, title and notes among them

private:
    struct Sheet;
    std::unique_ptr<Sheet> sheet_;
};

void write_xlsx(const Table& table, const Edition& edition, const std::string& path);

}  // namespace leasebook::reports
