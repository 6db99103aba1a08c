#pragma once
// The ID token of OpenID Connect Core 1.0 (section 3.1.3.7), signed with RS256 and nothing else: a token's own header
// does not choose how it is checked. Pure: keys, expectation and time are arguments.
#include <chrono>
#include <string>
#include <string_view>

#include "domain/result.h"

namespace leasebook::server {

struct IdTokenExpectation {
    std::string issuer, client_id, nonce;
    std::chrono::sys_seconds now;
};

// The subject ("sub") of a token whose signature, issuer, audience, times and nonce are as they must be. `keys` is the
// provider's JWK set. ErrorCode::NotFound: it is signed with a key that is not among them, which newer keys may mend;
// any other failure is Forbidden. A minute of difference between the clocks is let pass.
Result<std::string> subject_of_id_token(std::string_view token, std::string_view keys,
                                        const IdTokenExpectation& expected);

}  // namespace leasebook::server
