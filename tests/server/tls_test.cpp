// The front over TLS, with a certificate of the test's own; and behind a proxy that ends TLS before it.
#include <Poco/Net/Context.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <memory>

#include "tests/server/front_client.h"

namespace leasebook::server::tests {
namespace {

namespace fs = std::filesystem;

template <class T>
using Held = std::unique_ptr<T, void (*)(T*)>;

class Tls : public testing::Test {
protected:
    static void SetUpTestSuite() {
        folder = fs::temp_directory_path() / ("leasebook-tls-" + std::to_string(::getpid()));
        fs::create_directories(folder);
        const Held<EVP_PKEY> key(EVP_RSA_gen(2048), EVP_PKEY_free);
        const Held<X509> certificate(X509_new(), X509_free);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
        X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
        X509_set_pubkey(certificate.get(), key.get());
        auto* const name = X509_get_subject_name(certificate.get());
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1,
                                   -1, 0);
        X509_set_issuer_name(certificate.get(), name);
        ASSERT_GT(X509_sign(certificate.get(), key.get(), EVP_sha256()), 0);
        const auto write = [](const fs::path& path, const auto& pem) {
            std::FILE* const file = std::fopen(path.c_str(), "w");
            ASSERT_NE(file, nullptr);
            pem(file);
            std::fclose(file);
        };
        write(folder / "cert.pem", [&](std::FILE* file) { PEM_write_X509(file, certificate.get()); });
        write(folder / "key.pem",
              [&](std::FILE* file) { PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
    }
    static void TearDownTestSuite() { fs::remove_all(folder); }

    static FrontSettings with_certificate() {
        auto settings = quick();
        settings.tls_certificate = (folder / "cert.pem").string();
        settings.tls_key = (folder / "key.pem").string();
        return settings;
    }
    static Poco::Net::Context::Ptr client_context() {
        return new Poco::Net::Context(Poco::Net::Context::TLS_CLIENT_USE, "", Poco::Net::Context::VERIFY_NONE);
    }
    static std::unique_ptr<Poco::Net::SecureStreamSocket> connected(const Front& front,
                                                                    const Poco::Net::Context::Ptr& context) {
        auto socket = std::make_unique<Poco::Net::SecureStreamSocket>(
            Poco::Net::SocketAddress("127.0.0.1", front.port()), context);
        socket->setReceiveTimeout(Poco::Timespan(10, 0));
        return socket;
    }
    // Everything up to the end of the connection.
    static std::string rest_of(Poco::Net::SecureStreamSocket& socket) {
        std::string text;
        char buffer[16 * 1024];
        for (int got = 0; (got = socket.receiveBytes(buffer, sizeof buffer)) > 0;)
            text.append(buffer, static_cast<std::size_t>(got));
        return text;
    }
    static std::string asked(Poco::Net::SecureStreamSocket& socket, const std::string& request) {
        socket.sendBytes(request.data(), static_cast<int>(request.size()));
        return rest_of(socket);
    }
    static inline fs::path folder;
};

Response tell_whether_secure(const Request& request) {
    Response response;
    response.content_type = "text/plain";
    response.body = (request.secure ? "secure " : "plain ") + request.peer;
    return response;
}

const std::string question = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

TEST_F(Tls, ARequestIsAnsweredAndKnownToBeSecure) {
    Running front(with_certificate(), tell_whether_secure);
    const auto answer = asked(*connected(front, client_context()), question);
    EXPECT_NE(answer.find("HTTP/1.1 200"), std::string::npos) << answer;
    EXPECT_NE(answer.find("\r\nStrict-Transport-Security: max-age="), std::string::npos);
    EXPECT_TRUE(answer.ends_with("secure 127.0.0.1")) << answer;
}

TEST_F(Tls, ManyRequestsFollowEachOtherOnOneConnection) {
    Running front(with_certificate(), echo);
    const auto socket = connected(front, client_context());
    std::string requests;
    for (int i = 0; i < 50; ++i) requests += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n";
    const auto answers = asked(*socket, requests + question);
    for (int i = 0; i < 50; ++i) EXPECT_NE(answers.find("GET /" + std::to_string(i) + " "), std::string::npos) << i;
}

TEST_F(Tls, LargeBodiesGoBothWaysWhole) {
    Running front(with_certificate(), echo);
    const std::string body(900'000, 'x');
    const auto answer = asked(*connected(front, client_context()),
                              "POST /big HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: text/plain\r\n"
                              "Content-Length: " +
                                  std::to_string(body.size()) + "\r\n\r\n" + body);
    EXPECT_NE(answer.find("HTTP/1.1 200"), std::string::npos) << answer.substr(0, 200);
    EXPECT_TRUE(answer.ends_with("POST /big " + body));
}

TEST_F(Tls, OldProtocolsAreRefused) {
    Running front(with_certificate(), echo);
    auto context = client_context();
    context->disableProtocols(Poco::Net::Context::PROTO_TLSV1_2 | Poco::Net::Context::PROTO_TLSV1_3);
    EXPECT_ANY_THROW(asked(*connected(front, context), question));
    EXPECT_FALSE(asked(*connected(front, client_context()), question).empty()) << "the next one is served";
}

TEST_F(Tls, PlainWordsAtTheDoorOfTlsAreTurnedAway) {
    Running front(with_certificate(), echo);
    Client plain(front);
    plain.get("/");
    EXPECT_EQ(plain.answer().status, 0);
    EXPECT_FALSE(asked(*connected(front, client_context()), question).empty()) << "the next one is served";
}

TEST_F(Tls, AHandshakeThatStallsIsGivenUpAndKeepsNobodyWaiting) {
    auto settings = with_certificate();
    settings.header_deadline = std::chrono::milliseconds(200);
    Running front(settings, echo);
    Client stalled(front);
    stalled.send("\x16\x03\x01");  // the first bytes of a handshake, and no more
    EXPECT_FALSE(asked(*connected(front, client_context()), question).empty());
    EXPECT_TRUE(stalled.ended());
}

TEST_F(Tls, FilesThatAreNoCertificateAndKeyAreAnErrorAtStart) {
    auto settings = with_certificate();
    settings.tls_key = (folder / "no-such.pem").string();
    Front front(settings, echo);
    EXPECT_THROW(front.start(), std::runtime_error);
}

TEST(Proxied, OnlyATrustedProxySaysWhatCameOverTls) {
    auto settings = quick();
    const std::string forwarded =
        "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 9.9.9.9, 203.0.113.7\r\nX-Forwarded-Proto: https\r\n\r\n";
    {
        Running front(settings, tell_whether_secure);
        Client client(front);
        client.send(forwarded);
        const auto answer = client.answer();
        EXPECT_EQ(answer.body, "plain 127.0.0.1") << "anybody can write these headers";
        EXPECT_EQ(answer.head.find("Strict-Transport-Security"), std::string::npos);
    }
    settings.trusted_proxies = {"127.0.0.1"};
    Running front(settings, tell_whether_secure);
    Client client(front);
    client.send(forwarded);
    EXPECT_EQ(client.answer().body, "secure 203.0.113.7");
    client.get("/");
    EXPECT_EQ(client.answer().body, "plain 127.0.0.1");
}

}  // namespace
}  // namespace leasebook::server::tests
