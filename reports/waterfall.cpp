#include <algorithm>

#include "reports/chart.h"
#include "reports/svg.h"

namespace leasebook::reports {

namespace {

constexpr double left = 58, top = 24, bottom = 32, right = 12;

struct Heights {
    double low = 0, high = 1, frame = 0;
    double y(double value) const { return top + frame * (high - value) / (high - low); }
};

std::string axis(const Heights& heights, const std::vector<double>& marks, double width,
                 const std::function<std::string(double)>& y_text) {
    std::string content;
    for (const double mark : marks) {
        content += rule({left, heights.y(mark)}, {width - right, heights.y(mark)}, mark == 0);
        content += words(left - 7, heights.y(mark) + 4, y_text(mark), {11.5, muted, "end", "400", "ax"});
    }
    return content;
}

}  // namespace

Svg waterfall(const std::vector<WaterfallStep>& steps, const WaterfallStep& total,
              const std::function<std::string(double)>& y_text, const Canvas& canvas) {
    double low = std::min(total.value, 0.0), high = std::max(total.value, 0.0), level = 0;
    for (const auto& step : steps) {
        level += step.value;
        low = std::min(low, level);
        high = std::max(high, level);
    }
    const auto marks = round_steps(low, high);
    const Heights heights{marks.front(), marks.back(), canvas.height - top - bottom};
    const double column = (canvas.width - left - right) / static_cast<double>(steps.size() + 1);
    const double width = std::min(column * 0.62, 84.0);
    std::string content = axis(heights, marks, canvas.width, y_text);
    const auto bar = [&](std::size_t place, const WaterfallStep& step, double from, double to) {
        const double middle = left + column * (static_cast<double>(place) + 0.5);
        const double upper = heights.y(std::max(from, to)), lower = heights.y(std::min(from, to));
        content += rectangle({middle - width / 2, upper, width, std::max(lower - upper, 1.0)}, colour_of(step.colour),
                             0, step.title);
        content += words(middle, upper - 6, step.figure, {12, ink, "middle", "580", "ink"});
        content += words(middle, canvas.height - 10, fitted(step.name, column - 6, 11.5),
                         {11.5, muted, "middle", "400", "ax"});
        if (place < steps.size())
            content += rule({middle + width / 2, heights.y(to)}, {middle + column - width / 2, heights.y(to)}, true);
    };
    level = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        bar(i, steps[i], level, level + steps[i].value);
        level += steps[i].value;
    }
    bar(steps.size(), total, 0, total.value);
    return drawing(canvas, canvas.height, content);
}

}  // namespace leasebook::reports
