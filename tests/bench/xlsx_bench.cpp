// A spreadsheet of a million rows: seconds and the most memory it took. Usage: xlsx_bench [ROWS] [FILE]
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>

#include "reports/xlsx.h"

int main(int argc, char** argv) {
    using namespace leasebook;
    using enum reports::ColumnType;
    const long rows = argc > 1 ? std::atol(argv[1]) : 1'000'000;
    const std::string path = argc > 2 ? argv[2] : "/tmp/leasebook_bench.xlsx";
    reports::Table head{"bench", date(2026, 6, 30), CNY, {}, {}, {}};
    head.columns = {{"contract", Text},         {"lessee", Text},          {"product", Word},
                    {"commencement", Day},      {"months", Count, true},   {"financed", Amount, true},
                    {"net", Amount, true},      {"overdue", Amount, true}, {"rate", Share},
                    {"allowance", Amount, true}};
    const auto begin = std::chrono::steady_clock::now();
    reports::XlsxFile file(path, head, reports::plain_edition("Bench"));
    Money financed = Money::zero(CNY);
    for (long i = 0; i < rows; ++i) {
        const auto units = 1'000'000 + i * 7'919 % 900'000'000;
        financed += Money::minor(units, CNY);
        file.add({reports::RowRole::Detail,
                  {"L-2026-" + std::to_string(i), std::string("苏州恒业精密机械有限公司"), std::string("vendor"),
                   date(2026, 1, 1) + std::chrono::days(i % 365), std::int64_t{36}, Money::minor(units, CNY),
                   Money::minor(units / 2, CNY), Money::minor(i % 5 == 0 ? units / 36 : 0, CNY),
                   Rate{600'000'000 + i % 100 * 1'000'000}, Money::minor(units / 100, CNY)}});
    }
    file.add({reports::RowRole::Total, {{}, {}, {}, {}, {}, financed, {}, {}, {}, {}}});
    file.finish();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::cout << rows << " rows: " << took.count() << " s, " << usage.ru_maxrss / 1'024 << " MiB\n";
}
