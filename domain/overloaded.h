#pragma once
// Several functions as one visitor of a variant.

namespace leasebook {

template <class... Fs>
struct Overloaded : Fs... {
    using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

}  // namespace leasebook
