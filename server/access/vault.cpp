#include "server/access/vault.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <stdexcept>

#include "domain/result.h"
#include "server/access/secrets.h"

namespace leasebook::server {

namespace {

constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(std::tuple_size_v<Vault::Key> == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return number_; }

private:
    int number_;
};

// Whole under its name or not there: two servers that start at once end with the same key.
void make_key_file(const std::string& path) {
    Vault::Key key{};
    randombytes_buf(key.data(), key.size());
    const auto beside = path + "." + random_token();
    {
        const Descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        if (file.number() < 0 || ::write(file.number(), key.data(), key.size()) != static_cast<ssize_t>(key.size()) ||
            ::fsync(file.number()) != 0)
            throw std::runtime_error("The key file " + path + " cannot be written.");
    }
    const bool linked = ::link(beside.c_str(), path.c_str()) == 0 || errno == EEXIST;
    ::unlink(beside.c_str());
    if (!linked) throw std::runtime_error("The key file " + path + " cannot be written.");
}

}  // namespace

Vault Vault::with_random_key() {
    ensure(sodium_init() >= 0, "libsodium starts");
    Key key{};
    randombytes_buf(key.data(), key.size());
    return Vault(key);
}

Vault Vault::from_file(const std::string& path) {
    ensure(sodium_init() >= 0, "libsodium starts");
    const auto folder = std::filesystem::path(path).parent_path();
    if (!folder.empty()) std::filesystem::create_directories(folder);
    if (!std::filesystem::exists(path)) make_key_file(path);
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat about {};
    if (file.number() < 0 || ::fstat(file.number(), &about) != 0)
        throw std::runtime_error("The key file " + path + " cannot be read.");
    if ((about.st_mode & 077) != 0)
        throw std::runtime_error("The key file " + path + " may be read by others: chmod 600 it.");
    Key key{};
    if (about.st_size != static_cast<off_t>(key.size()) ||
        ::read(file.number(), key.data(), key.size()) != static_cast<ssize_t>(key.size()))
        throw std::runtime_error("The file " + path + " is no key of this program.");
    return Vault(key);
}

std::string Vault::seal(std::string_view secret, std::string_view purpose) const {
    std::string sealed(nonce_size + secret.size() + tag_size, '\0');
    randombytes_buf(sealed.data(), nonce_size);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(sealed) + nonce_size, nullptr, bytes(secret), secret.size(),
                                               bytes(purpose), purpose.size(), nullptr, bytes(sealed), key_.data());
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string text(sodium_base64_encoded_len(sealed.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes(sealed), sealed.size(), variant);
    text.pop_back();  // the terminating NUL
    return text;
}

std::optional<std::string> Vault::open(std::string_view text, std::string_view purpose) const {
    std::string sealed(text.size(), '\0');
    std::size_t size = 0;
    const char* end = nullptr;
    if (sodium_base642bin(bytes(sealed), sealed.size(), text.data(), text.size(), nullptr, &size, &end,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        end != text.data() + text.size() || size < nonce_size + tag_size)
        return std::nullopt;
    std::string secret(size - nonce_size - tag_size, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes(secret), nullptr, nullptr, bytes(sealed) + nonce_size,
                                                   size - nonce_size, bytes(purpose), purpose.size(), bytes(sealed),
                                                   key_.data()) != 0)
        return std::nullopt;
    return secret;
}

}  // namespace leasebook::server
