#include "server/access/vault.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace leasebook::server {
namespace {

namespace fs = std::filesystem;

class VaultFile : public testing::Test {
protected:
    VaultFile() : folder(fs::temp_directory_path() / ("leasebook-vault-" + std::to_string(::getpid()))) {}
    ~VaultFile() override { fs::remove_all(folder); }
    const fs::path folder;
    const std::string path = (folder / "deep" / "secret.key").string();
};

TEST(Vault, OpensWhatItSealedForTheSamePurposeOnly) {
    const auto vault = Vault::with_random_key();
    const auto sealed = vault.seal("a secret", "user 1");
    EXPECT_EQ(vault.open(sealed, "user 1"), "a secret");
    EXPECT_FALSE(vault.open(sealed, "user 2"));
    EXPECT_FALSE(Vault::with_random_key().open(sealed, "user 1"));
    EXPECT_EQ(vault.open(vault.seal("", "x"), "x"), "");
    EXPECT_NE(sealed, vault.seal("a secret", "user 1"));
    EXPECT_EQ(sealed.find("secret"), std::string::npos);
}

TEST(Vault, RefusesEveryTextThatWasAltered) {
    const auto vault = Vault::with_random_key();
    const auto sealed = vault.seal("a secret", "user 1");
    for (std::size_t i = 0; i + 1 < sealed.size(); ++i) {
        auto altered = sealed;
        altered[i] = altered[i] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(vault.open(altered, "user 1")) << i;
    }
    for (const std::string& text : {std::string(), std::string("x"), std::string("***"), sealed.substr(0, 20)})
        EXPECT_FALSE(vault.open(text, "user 1")) << text;
}

TEST_F(VaultFile, IsMadeOnceForItsOwnerOnly) {
    const auto sealed = Vault::from_file(path).seal("a secret", "x");
    EXPECT_EQ(Vault::from_file(path).open(sealed, "x"), "a secret");
    struct stat about {};
    ASSERT_EQ(::stat(path.c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0600U);
    EXPECT_EQ(about.st_size, 32);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder / "deep"), {}), 1) << "nothing is left beside it";
}

TEST_F(VaultFile, IsNotTakenWhenOthersMayReadItOrItIsNoKey) {
    Vault::from_file(path);
    ::chmod(path.c_str(), 0644);
    EXPECT_THROW(Vault::from_file(path), std::runtime_error);
    ::chmod(path.c_str(), 0600);
    std::ofstream(path) << "short";
    EXPECT_THROW(Vault::from_file(path), std::runtime_error);
}

}  // namespace
}  // namespace leasebook::server
