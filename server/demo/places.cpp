#include "server/demo/places.h"

namespace leasebook::server {

namespace {

using enum DevelopmentStage;

constexpr std::array<Place, 16> cluster_places{{
    {"XIQING-ELECTRONICS",
     "Xiqing electronics",
     "西青电子信息产业集群",
     "Tianjin",
     "Tianjin",
     "天津",
     "120111",
     Emerging,
     "C39",
     5,
     {{{"Electronics", "电子", "C39"}, {"Sensing", "传感技术", "C40"}, {"Circuits", "线路板", "C39"}}},
     {"TESTING", "TESTING", "CNC"}},
    {"FOSHAN-APPLIANCES",
     "Foshan ceramics and appliances",
     "佛山陶瓷家电产业集群",
     "Guangdong",
     "Foshan",
     "佛山",
     "440604",
     Mature,
     "C38",
     10,
     {{{"Appliances", "电器", "C38"}, {"Ceramics", "陶瓷", "C30"}, {"Kitchen Ware", "厨具", "C33"}}},
     {"MOULDING", "CNC", "FORKLIFT"}},
    {"DONGGUAN-ELECTRONICS",
     "Dongguan electronics",
     "东莞电子信息产业集群",
     "Guangdong",
     "Dongguan",
     "东莞",
     "441900",
     Mature,
     "C39",
     12,
     {{{"Electronics", "电子科技", "C39"}, {"Connectors", "连接器", "C38"}, {"Precision Hardware", "精密五金", "C33"}}},
     {"CNC", "TESTING", "MOULDING"}},
    {"WENLING-PUMPS",
     "Wenling pumps",
     "温岭泵业产业集群",
     "Zhejiang",
     "Taizhou",
     "温岭",
     "331081",
     Growing,
     "C34",
     6,
     {{{"Pumps", "泵业", "C34"}, {"Motors", "电机", "C38"}, {"Castings", "铸造", "C31"}}},
     {"CNC", "CNC", "FORKLIFT"}},
    {"SHAOXING-TEXTILES",
     "Shaoxing textiles",
     "绍兴纺织产业集群",
     "Zhejiang",
     "Shaoxing",
     "绍兴",
     "330603",
     Mature,
     "C17",
     8,
     {{{"Textiles", "纺织", "C17"}, {"Dyeing", "印染", "C17"}, {"Knitting", "针织", "C18"}}},
     {"PRINTING", "CNC", "FORKLIFT"}},
    {"SUZHOU-PRECISION",
     "Suzhou precision machinery",
     "苏州精密机械产业集群",
     "Jiangsu",
     "Suzhou",
     "苏州",
     "320505",
     Growing,
     "C35",
     12,
     {{{"Precision", "精密", "C35"}, {"Automation", "自动化设备", "C40"}, {"Machinery", "机械", "C34"}}},
     {"CNC", "CNC", "TESTING"}},
    {"NINGBO-MOULDING",
     "Ningbo moulding",
     "宁波注塑模具产业集群",
     "Zhejiang",
     "Ningbo",
     "宁波",
     "330206",
     Mature,
     "C29",
     9,
     {{{"Plastics", "塑业", "C29"}, {"Moulds", "模具", "C35"}, {"Rubber", "橡塑", "C29"}}},
     {"MOULDING", "MOULDING", "CNC"}},
    {"WUHAN-OPTICS",
     "Wuhan optics",
     "武汉光电子产业集群",
     "Hubei",
     "Wuhan",
     "武汉",
     "420111",
     Growing,
     "C40",
     6,
     {{{"Optics", "光电", "C40"}, {"Laser", "激光", "C39"}, {"Fibre", "光纤", "C38"}}},
     {"TESTING", "CNC", "TESTING"}},
    {"CHONGQING-AUTO-PARTS",
     "Chongqing auto parts",
     "重庆汽车零部件产业集群",
     "Chongqing",
     "Chongqing",
     "重庆",
     "500112",
     Growing,
     "C36",
     8,
     {{{"Auto Parts", "汽车零部件", "C36"}, {"Transmission", "传动", "C34"}, {"Stamping", "冲压", "C33"}}},
     {"CNC", "MOULDING", "TRUCK"}},
    {"QINGDAO-APPLIANCES",
     "Qingdao home appliances",
     "青岛家电产业集群",
     "Shandong",
     "Qingdao",
     "青岛",
     "370211",
     Mature,
     "C38",
     5,
     {{{"Appliance Parts", "家电配件", "C38"}, {"Refrigeration", "制冷设备", "C34"}, {"Moulds", "模具", "C35"}}},
     {"MOULDING", "CNC", "FORKLIFT"}},
    {"YIWU-SMALL-GOODS",
     "Yiwu small goods",
     "义乌小商品产业集群",
     "Zhejiang",
     "Jinhua",
     "义乌",
     "330782",
     Mature,
     "C24",
     5,
     {{{"Crafts", "工艺品", "C24"}, {"Toys", "玩具", "C24"}, {"Packaging", "包装", "C22"}}},
     {"PRINTING", "MOULDING", "TRUCK"}},
    {"CHANGSHA-MACHINERY",
     "Changsha construction machinery",
     "长沙工程机械产业集群",
     "Hunan",
     "Changsha",
     "长沙",
     "430121",
     Growing,
     "C35",
     4,
     {{{"Hydraulics", "液压", "C34"}, {"Heavy Machinery", "重工", "C35"}, {"Structures", "结构件", "C33"}}},
     {"CNC", "FORKLIFT", "TRUCK"}},
    {"JINJIANG-FOOTWEAR",
     "Jinjiang footwear",
     "晋江鞋服产业集群",
     "Fujian",
     "Quanzhou",
     "晋江",
     "350582",
     Declining,
     "C19",
     3,
     {{{"Footwear", "鞋业", "C19"}, {"Shoe Materials", "鞋材", "C29"}, {"Garments", "服饰", "C18"}}},
     {"MOULDING", "PRINTING", "FORKLIFT"}},
    {"HEFEI-DISPLAY",
     "Hefei displays",
     "合肥新型显示产业集群",
     "Anhui",
     "Hefei",
     "合肥",
     "340111",
     Emerging,
     "C39",
     3,
     {{{"Displays", "显示", "C39"}, {"Optoelectronics", "光电科技", "C40"}, {"New Materials", "新材料", "C26"}}},
     {"TESTING", "CNC", "TESTING"}},
    {"LONGGANG-PRINTING",
     "Longgang printing",
     "龙港印刷产业集群",
     "Zhejiang",
     "Wenzhou",
     "龙港",
     "330383",
     Declining,
     "C23",
     2,
     {{{"Printing", "印务", "C23"}, {"Labels", "标签", "C23"}, {"Paper Products", "纸制品", "C22"}}},
     {"PRINTING", "PRINTING", "FORKLIFT"}},
    {"TAIZHOU-MEDICINE",
     "Taizhou medicine",
     "泰州医药产业集群",
     "Jiangsu",
     "Taizhou",
     "泰州",
     "321202",
     Emerging,
     "C27",
     2,
     {{{"Pharmaceuticals", "药业", "C27"},
       {"Biotechnology", "生物科技", "C27"},
       {"Medical Devices", "医疗器械", "C35"}}},
     {"TESTING", "MEDICAL", "MEDICAL"}},
}};

constexpr std::array<Place, 3> scattered{{
    {"",
     "",
     "",
     "Henan",
     "Zhengzhou",
     "郑州",
     "410105",
     Growing,
     "G54",
     2,
     {{{"Logistics", "物流", "G59"}, {"Transport", "运输", "G54"}, {"Cold Chain", "冷链", "G59"}}},
     {"TRUCK", "TRUCK", "FORKLIFT"}},
    {"",
     "",
     "",
     "Sichuan",
     "Chengdu",
     "成都",
     "510104",
     Growing,
     "Q84",
     1,
     {{{"Medical Imaging", "医学影像中心", "Q84"},
       {"Health Check", "健康体检", "Q84"},
       {"Rehabilitation", "康复医疗", "Q84"}}},
     {"MEDICAL", "MEDICAL", "MEDICAL"}},
    {"",
     "",
     "",
     "Shaanxi",
     "Xi'an",
     "西安",
     "610113",
     Growing,
     "C33",
     1,
     {{{"Metal Works", "金属制品", "C33"}, {"Fasteners", "紧固件", "C33"}, {"Tools", "工具", "C35"}}},
     {"CNC", "FORKLIFT", "TRUCK"}},
}};

struct Syllable {
    std::string_view name, name_zh;
};
constexpr std::array<Syllable, 28> first_syllables{
    {{"Heng", "恒"},  {"Xin", "鑫"},   {"Rui", "瑞"},  {"Hua", "华"},    {"Jin", "金"}, {"Tong", "通"},
     {"Sheng", "盛"}, {"Hong", "宏"},  {"Yong", "永"}, {"Zhong", "众"},  {"Kai", "凯"}, {"Fu", "福"},
     {"Ming", "明"},  {"Lian", "联"},  {"Dong", "东"}, {"Bo", "博"},     {"Jia", "嘉"}, {"Tian", "天"},
     {"Wei", "伟"},   {"Hao", "浩"},   {"Long", "龙"}, {"Chuang", "创"}, {"An", "安"},  {"Shun", "顺"},
     {"Zhen", "振"},  {"Xiang", "祥"}, {"Run", "润"},  {"Zheng", "正"}}};
constexpr std::array<Syllable, 25> second_syllables{
    {{"ye", "业"},  {"da", "达"},    {"feng", "丰"},  {"tai", "泰"},   {"li", "利"},  {"yuan", "源"}, {"yu", "宇"},
     {"xin", "信"}, {"cheng", "诚"}, {"xing", "兴"},  {"yang", "阳"},  {"he", "和"},  {"teng", "腾"}, {"ke", "科"},
     {"fa", "发"},  {"long", "隆"},  {"mao", "茂"},   {"xiang", "翔"}, {"rui", "锐"}, {"de", "德"},   {"chang", "昌"},
     {"hui", "辉"}, {"yi", "益"},    {"sheng", "升"}, {"jie", "捷"}}};

constexpr std::string_view symbols = "0123456789ABCDEFGHJKLMNPQRTUWXY";

// Check character of the nine-character organisation code inside it, GB 11714: letters count 10 to 35.
char organisation_check(std::string_view body) {
    constexpr std::array<int, 8> weights{3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i)
        sum += weights[i] * (body[i] <= '9' ? body[i] - '0' : body[i] - 'A' + 10);
    const int check = 11 - sum % 11;
    return check == 11 ? '0' : check == 10 ? 'X' : static_cast<char>('0' + check);
}

// Check character of the whole code, GB 32100-2015: weights 3^i mod 31.
char credit_check(std::string_view body) {
    std::size_t sum = 0, weight = 1;
    for (const char symbol : body) {
        sum += symbols.find(symbol) * weight;
        weight = weight * 3 % 31;
    }
    return symbols[(31 - sum % 31) % 31];
}

}  // namespace

std::span<const Place> places() { return cluster_places; }
std::span<const Place> scattered_places() { return scattered; }

Cluster cluster_of(const Place& place) {
    return {.code = {std::string(place.code)},
            .name = std::string(place.name),
            .name_zh = std::string(place.name_zh),
            .province = std::string(place.province),
            .city = std::string(place.city),
            .stage = place.stage,
            .centre_industry = IndustryCode{std::string(place.industry)}};
}

Brand brand(Random& random) {
    const auto& first = random.one_of<Syllable>(first_syllables);
    const auto& second = random.one_of<Syllable>(second_syllables);
    return {std::string(first.name).append(second.name), std::string(first.name_zh).append(second.name_zh)};
}

std::string credit_code(std::string_view area_code, std::uint64_t number) {
    constexpr std::uint64_t codes = 887'503'681;  // 31^6; the factor shares no divisor with it, so none comes twice
    std::uint64_t left = number * 7'919 % codes;
    std::string organisation = "MA";
    for (int i = 0; i < 6; ++i, left /= 31) organisation.push_back(symbols[left % 31]);
    organisation.push_back(organisation_check(organisation));
    std::string code = "91" + std::string(area_code) + organisation;
    code.push_back(credit_check(code));
    return code;
}

}  // namespace leasebook::server
