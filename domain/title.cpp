#include "domain/title.h"

namespace leasebook {

Date title_deadline(const Asset& asset) {
    constexpr std::chrono::days to_register(10);
    return asset.acquired + to_register;
}

TitleStanding title_on(const Asset& asset, Date day) {
    if (!asset.lien_registration || !asset.lien_registered) return TitleStanding::Missing;
    if (asset.lien_until && *asset.lien_until <= day) return TitleStanding::Expired;
    return *asset.lien_registered > title_deadline(asset) ? TitleStanding::Late : TitleStanding::InTime;
}

Errors titles_missing(const std::vector<Asset>& assets, Date commencement) {
    Errors errors;
    for (const auto& asset : assets) switch (title_on(asset, commencement)) {
            case TitleStanding::Missing:
                errors.push_back(
                    conflict("The title to machine {0} is not registered: register it, then the lease can commence.",
                             asset.code.text));
                break;
            case TitleStanding::Expired:
                errors.push_back(
                    conflict("The registration of the title to machine {0} ended on {1}: renew it, then "
                             "the lease can commence.",
                             asset.code.text, to_text(*asset.lien_until)));
                break;
            case TitleStanding::Late:
            case TitleStanding::InTime: break;
        }
    return errors;
}

}  // namespace leasebook
