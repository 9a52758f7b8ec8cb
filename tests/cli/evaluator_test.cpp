// What an evaluator answers, and in which order it looks at a question; its pace; and its HTTP server, with clients
// that do not hurry.

#include "evaluator/evaluator.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <thread>

#include "base/failure.h"
#include "evaluator/answer_counts.h"
#include "evaluator/http_server.h"
#include "evaluator/listening_socket.h"
#include "evaluator/service.h"

namespace selfcheck::cli {
namespace {

constexpr Timestamp kNotAfter = 1'800'000'000;
constexpr std::uint64_t kSecond = 1'000'000'000;
constexpr EvaluatorTime kBefore{kNotAfter - 100, 5 * kSecond};

voprf::Scalar random_scalar() {
  ByteArray<64> uniform{};
  randombytes_buf(uniform.data(), uniform.size());
  return voprf::scalar_from_uniform(uniform);
}

voprf::Element random_element() {
  voprf::Element element{};
  crypto_core_ristretto255_random(element.data());
  return element;
}

// Returns shares 1 to 3 of a key, any two of which can evaluate. The key is dealt again if a share comes out as zero.
OpenShares deal() {
  std::optional<voprf::Dealt> dealt;
  while (!dealt) {
    const voprf::Scalar coefficient = random_scalar();
    dealt = voprf::deal(random_scalar(), std::span(&coefficient, 1), 3);
  }
  OpenShares shares;
  for (std::uint32_t i = 1; i <= 3; ++i) {
    OpenShare& share = shares.emplace_back();
    share.description = {i, dealt->key, kNotAfter};
    share.public_key = voprf::share_public_key(dealt->key, i).value();
    share.secret = std::move(dealt->shares[i - 1]);
  }
  return shares;
}

struct EvaluatorTest : testing::Test {
  Evaluator evaluator{deal(), 10};
  voprf::Element first = evaluator.shares()[0].public_key;
  voprf::Element second = evaluator.shares()[1].public_key;
  voprf::Element element = random_element();
  voprf::Element no_element{};  // The identity, which is no element.

  std::uint32_t status(ByteSpan question, EvaluatorTime time = kBefore) {
    return evaluator.reply(question, time).status;
  }
  // Asks until nothing is left of the share's rate.
  void use_up(const voprf::Element& share, EvaluatorTime time = kBefore) {
    while (status(write_question(share, element), time) != 429) continue;
  }
};

TEST_F(EvaluatorTest, GivesAnAnswerThatVerifies) {
  for (std::size_t i = 0; i < 3; ++i) {
    const voprf::Element& share = evaluator.shares()[i].public_key;
    const EvaluatorReply reply = evaluator.reply(write_question(share, element), kBefore);
    EXPECT_EQ(reply.status, 200U);
    EXPECT_EQ(reply.share, i);
    ASSERT_TRUE(reply.body);
    EXPECT_TRUE(verify_answer(share, element, *reply.body));
  }
}

TEST_F(EvaluatorTest, LooksInTheOrderThatTheFormatSays) {
  const voprf::Element unknown = random_element();
  const EvaluatorTime after{kNotAfter + 1, 5 * kSecond};
  EvaluationQuestion other_format = write_question(unknown, no_element);
  other_format[15] = '2';
  use_up(first);
  // Each question has all faults of those below it, and one more.
  EXPECT_EQ(status(ByteSpan(other_format).first(79), after), 400U);
  EXPECT_EQ(status(other_format, after), 400U);
  EXPECT_EQ(status(write_question(unknown, no_element), after), 404U);
  EXPECT_EQ(status(write_question(first, no_element), after), 410U);
  EXPECT_EQ(status(write_question(first, no_element)), 429U);
  EXPECT_EQ(status(write_question(second, no_element)), 400U);
  EXPECT_EQ(status(write_question(second, element)), 200U);
}

TEST_F(EvaluatorTest, AnswersUpToTheLastSecond) {
  const EvaluationQuestion question = write_question(first, element);
  EXPECT_EQ(status(question, {kNotAfter, kSecond}), 200U);
  EXPECT_EQ(status(question, {kNotAfter + 1, kSecond}), 410U);
}

TEST_F(EvaluatorTest, CountsWhatIsNoElementForTheRate) {
  for (int i = 0; i < 20; ++i) EXPECT_EQ(status(write_question(first, no_element)), 400U);
  EXPECT_EQ(status(write_question(first, no_element)), 429U);
}

TEST_F(EvaluatorTest, TakesNoTokenForWhatItRefusesBefore) {
  for (int i = 0; i < 100; ++i) EXPECT_EQ(status(write_question(first, element), {kNotAfter + 1, kSecond}), 410U);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(status(write_question(first, element)), 200U);
}

TEST_F(EvaluatorTest, HoldsEachShareToARateOfItsOwn) {
  use_up(first);
  EXPECT_EQ(status(write_question(second, element)), 200U);
}

TEST_F(EvaluatorTest, TakesAnotherRate) {
  use_up(first);
  evaluator.set_rate(1000);
  int answered = 0;
  const EvaluatorTime later{kBefore.now, kBefore.monotonic_ns + kSecond / 10};
  while (status(write_question(first, element), later) == 200U) ++answered;
  EXPECT_EQ(answered, 100);
}

TEST_F(EvaluatorTest, RefusesThePublishersShareAndTheSameTwice) {
  OpenShares publishers = deal();
  publishers[2].description.index = 0;
  EXPECT_THROW(Evaluator(std::move(publishers), 10), Failure);
  OpenShares twice = deal();
  twice[2].public_key = twice[0].public_key;
  EXPECT_THROW(Evaluator(std::move(twice), 10), Failure);
}

TEST_F(EvaluatorTest, PassesItsOwnTest) { EXPECT_NO_THROW(evaluator.self_test()); }

// The evaluator has another share than it should, as in memory that has lost a bit.
TEST_F(EvaluatorTest, FindsThatItsShareIsAnother) {
  OpenShares shares = deal();
  std::swap(shares[0].secret, shares[1].secret);
  Evaluator wrong(std::move(shares), 1000);
  const EvaluationQuestion question = write_question(wrong.shares()[0].public_key, element);
  EXPECT_NO_THROW(wrong.fail_if_faulty());
  EXPECT_EQ(wrong.reply(question, kBefore).status, 500U);
  EXPECT_THROW(wrong.fail_if_faulty(), Failure);
  // After that nothing that the evaluator says can be relied on.
  EXPECT_EQ(wrong.reply(write_question(wrong.shares()[2].public_key, element), kBefore).status, 500U);
  EXPECT_EQ(wrong.reply({}, kBefore).status, 500U);
}

TEST_F(EvaluatorTest, AnswersSeveralThreadsAtOnce) {
  evaluator.set_rate(kMaxRate);
  std::vector<std::jthread> threads;
  std::atomic<int> good = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 50; ++j) {
        const voprf::Element blinded = random_element();
        const EvaluatorReply reply = evaluator.reply(write_question(first, blinded), kBefore);
        if (reply.body && verify_answer(first, blinded, *reply.body)) ++good;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(good, 200);
}

// --- the pace --------------------------------------------------------------------------------------------------------

int allowed(TokenBucket& bucket, std::uint32_t rate, std::uint64_t now_ns) {
  int count = 0;
  while (bucket.take(rate, now_ns).allowed) ++count;
  return count;
}

TEST(TokenBucketTest, GivesTwoSecondsWorthAndThenItsRate) {
  TokenBucket bucket;
  std::uint64_t now = 1000 * kSecond;
  EXPECT_EQ(allowed(bucket, 50, now), 100);
  EXPECT_EQ(allowed(bucket, 50, now), 0);
  EXPECT_EQ(allowed(bucket, 50, now += kSecond), 50);
  EXPECT_EQ(allowed(bucket, 50, now += kSecond / 50), 1);
  EXPECT_EQ(allowed(bucket, 50, now += 3600 * kSecond), 100);
}

TEST(TokenBucketTest, LosesNothingBetweenTwoQuestions) {
  TokenBucket bucket;
  std::uint64_t now = 7;
  EXPECT_EQ(allowed(bucket, 3, now), 6);
  int count = 0;
  // A minute passes in steps of which no third of a second is a multiple.
  for (const std::uint64_t end = now + 60 * kSecond; now < end; now += 7'000'001) count += allowed(bucket, 3, now);
  EXPECT_NEAR(count, 180, 1);
}

TEST(TokenBucketTest, TellsWhoIsRefusedToComeOneAfterTheOther) {
  TokenBucket bucket;
  const std::uint64_t now = kSecond;
  EXPECT_EQ(allowed(bucket, 10, now), 20);
  std::vector<std::uint32_t> waits;
  for (int i = 0; i < 29; ++i) waits.push_back(bucket.take(10, now).retry_after);
  // allowed() has already been told the first wait.
  for (std::size_t i = 0; i < waits.size(); ++i) EXPECT_EQ(waits[i], 1 + (i + 1) / 10) << i;
  // After two seconds the line has moved.
  EXPECT_EQ(allowed(bucket, 10, now + 2 * kSecond), 20);
  EXPECT_EQ(bucket.take(10, now + 2 * kSecond).retry_after, 2U);
}

TEST(TokenBucketTest, NamesNoLongerWaitThanAMinute) {
  TokenBucket bucket;
  EXPECT_EQ(allowed(bucket, 1, kSecond), 2);
  std::uint32_t longest = 0;
  for (int i = 0; i < 1000; ++i) longest = std::max(longest, bucket.take(1, kSecond).retry_after);
  EXPECT_EQ(longest, TokenBucket::kLongestWait);
  EXPECT_EQ(allowed(bucket, 1, 1000 * kSecond), 2);
  EXPECT_EQ(bucket.take(1, 1000 * kSecond).retry_after, 2U);  // allowed() took the first place in the line.
}

TEST(TokenBucketTest, KeepsWhatIsLeftWhenTheRateChanges) {
  TokenBucket bucket;
  EXPECT_TRUE(bucket.take(kMaxRate, kSecond).allowed);
  EXPECT_EQ(allowed(bucket, 5, kSecond), 10);
  EXPECT_EQ(allowed(bucket, kMaxRate, kSecond), 0);
  EXPECT_EQ(allowed(bucket, kMaxRate, kSecond + kSecond / 1000), 100);
}

TEST(TokenBucketTest, MindsNoClockThatGoesBack) {
  TokenBucket bucket;
  EXPECT_EQ(allowed(bucket, 10, 100 * kSecond), 20);
  EXPECT_EQ(allowed(bucket, 10, 50 * kSecond), 0);
  EXPECT_EQ(allowed(bucket, 10, 101 * kSecond), 10);
}

// --- counts ----------------------------------------------------------------------------------------------------------

TEST(AnswerCountsTest, CountsByShareAndStatus) {
  AnswerCounts counts(2);
  EXPECT_EQ(counts_in_words(counts), "no questions");
  for (int i = 0; i < 1234; ++i) counts.add(200, 1);
  counts.add(200, 0);
  counts.add(404, std::nullopt);
  EXPECT_EQ(counts.count(200, 1), 1234U);
  EXPECT_EQ(counts.count(200, std::nullopt), 0U);
  EXPECT_EQ(counts.total(200), 1235U);
  EXPECT_EQ(counts_in_words(counts), "1,235 answered, 1 for an unknown share");
}

TEST_F(EvaluatorTest, ServesItsMetrics) {
  AnswerCounts counts(3);
  const Bytes question = [&] {
    const EvaluationQuestion array = write_question(second, element);
    return Bytes(array.begin(), array.end());
  }();
  EXPECT_EQ(answer_request(evaluator, counts, {"POST", "/", question}, kBefore).status, 200U);
  EXPECT_EQ(answer_request(evaluator, counts, {"GET", "/health", {}}, kBefore).status, 200U);
  EXPECT_EQ(answer_request(evaluator, counts, {"GET", "/", {}}, kBefore).status, 405U);
  const EvaluatorMetrics metrics{2.5, kNotAfter + kSecondsPerDay / 2, 7};
  const ServerResponse response = answer_metrics_request(evaluator, counts, {"GET", "/metrics", {}}, metrics);
  const std::string text(as_text(response.body));
  const std::string name = to_hex(ByteSpan(second).first(4));
  for (const std::string& line : {
           "selfcheck_evaluator_answers_total{share=\"" + name + "\",status=\"200\"} 1\n",
           std::string("selfcheck_evaluator_answers_total{share=\"none\",status=\"405\"} 1\n"),
           "selfcheck_evaluator_share_days_left{share=\"" + name + "\",index=\"2\"} -0.500\n",
           std::string("selfcheck_evaluator_rate 10\n"),
           std::string("selfcheck_evaluator_uptime_seconds 2.5\n"),
           std::string("selfcheck_evaluator_open_connections 7\n"),
       }) {
    EXPECT_NE(text.find(line), std::string::npos) << line << "in\n" << text;
  }
  EXPECT_EQ(answer_metrics_request(evaluator, counts, {"POST", "/metrics", {}}, metrics).status, 404U);
}

// --- HTTP ------------------------------------------------------------------------------------------------------------

class Client {
 public:
  explicit Client(const std::string& url) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1))));
    connected_ = connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  [[nodiscard]] bool connected() const { return connected_; }
  bool send_text(std::string_view text) const {
    return send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL) > 0;
  }
  // Returns all that comes until the server hangs up.
  [[nodiscard]] std::string receive() const {
    std::string all;
    std::array<char, 1000> part{};
    for (ssize_t got = 0; (got = recv(socket_.get(), part.data(), part.size(), 0)) > 0;) {
      all.append(part.data(), static_cast<std::size_t>(got));
    }
    return all;
  }

 private:
  UniqueDescriptor socket_;
  bool connected_ = false;
};

HttpServerOptions impatient() {
  HttpServerOptions options;
  options.max_body = 4;
  options.threads = 2;
  options.idle_seconds = 1;
  return options;
}

ServerResponse repeat(const ServerRequest& request) {
  return {200, {}, Bytes(request.body.begin(), request.body.end())};
}

TEST(HttpServerTest, HangsUpOnWhoSaysNothing) {
  ListeningSocket listening = listen_on("127.0.0.1", 0);
  const HttpServer server(std::move(listening.descriptor), impatient(), repeat);
  const Client silent(listening.url), half_a_head(listening.url), half_a_body(listening.url);
  half_a_head.send_text("POST / HTTP/1.1\r\nHost:");
  half_a_body.send_text("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab");
  for (const Client* client : {&silent, &half_a_head, &half_a_body}) {
    ASSERT_TRUE(client->connected());
    EXPECT_EQ(client->receive(), "");
  }
}

TEST(HttpServerTest, HangsUpOnWhoSendsABodyByteByByte) {
  ListeningSocket listening = listen_on("127.0.0.1", 0);
  const HttpServer server(std::move(listening.descriptor), impatient(), repeat);
  const Client slow(listening.url);
  slow.send_text("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n");
  int sent = 0;
  while (sent < 1000 && slow.send_text("x")) {
    ++sent;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_LT(sent, 1000);
}

TEST(HttpServerTest, ShowsOneByteMoreThanABodyMayHave) {
  ListeningSocket listening = listen_on("127.0.0.1", 0);
  const HttpServer server(std::move(listening.descriptor), impatient(), repeat);
  const Client client(listening.url);
  client.send_text("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 9\r\n\r\nabcdefghi");
  const std::string answer = client.receive();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 ")) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\nabcde")) << answer;
}

TEST(HttpServerTest, TakesNobodyInOnceItIsToEnd) {
  ListeningSocket listening = listen_on("127.0.0.1", 0);
  HttpServer server(std::move(listening.descriptor), impatient(), repeat);
  EXPECT_TRUE(Client(listening.url).connected());
  server.finish(std::chrono::seconds(10));
  EXPECT_FALSE(Client(listening.url).connected());
}

TEST(ListeningSocketTest, RefusesWhatIsNoAddressAndAPortThatIsTaken) {
  EXPECT_THROW(static_cast<void>(listen_on("localhost", 0)), Failure);
  EXPECT_THROW(static_cast<void>(listen_on("127.0.0.1:80", 0)), Failure);
  const ListeningSocket first = listen_on("127.0.0.1", 0);
  const auto port = static_cast<std::uint16_t>(std::stoi(first.url.substr(first.url.rfind(':') + 1)));
  EXPECT_THROW(static_cast<void>(listen_on("127.0.0.1", port)), Failure);
}

}  // namespace
}  // namespace selfcheck::cli
