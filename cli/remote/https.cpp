#include "remote/https.h"

#include <curl/curl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <mutex>

#include "base/failure.h"
#include "base/stop_signals.h"
#include "remote/retry_after.h"

namespace selfcheck::cli {
namespace {

constexpr const char* kUserAgent = "selfcheck";
constexpr long kSlowest = 100;  // bytes a second of a GET: a tenth of what the slowest telephone lines do
constexpr int kPollMs = 100;    // how long a wait goes on until it looks whether a signal has come

struct CloseEasy {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct FreeHeaders {
  void operator()(curl_slist* headers) const { curl_slist_free_all(headers); }
};
struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

void fail_unless(bool fine) {
  if (!fine) throw Failure(ExitCode::system, "libcurl can't start");
}

void start_libcurl() {
  static std::once_flag once;
  std::call_once(once, [] { fail_unless(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK); });
}

// Returns a part of an address as libcurl itself reads it, or nothing if there is no such part.
std::string part_of(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return {};
  std::string copy(text);
  curl_free(text);
  return copy;
}

struct Address {
  std::string scheme, host, user, password;
};

Address address_of(const std::string& text) {
  start_libcurl();
  const std::unique_ptr<CURLU, FreeUrl> url(curl_url());
  if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) return {};
  return {part_of(url.get(), CURLUPART_SCHEME), part_of(url.get(), CURLUPART_HOST), part_of(url.get(), CURLUPART_USER),
          part_of(url.get(), CURLUPART_PASSWORD)};
}

bool is_this_machine(const std::string& host) { return host == "127.0.0.1" || host == "localhost"; }

// Returns the file with the certificates to trust, or a null pointer where libcurl itself knows it.
const char* certificates_file() {
  for (const char* name : {"CURL_CA_BUNDLE", "SSL_CERT_FILE"}) {
    const char* file = std::getenv(name);
    if (file != nullptr && *file != '\0') return file;
  }
#ifdef SELFCHECK_PORTABLE
  // The libcurl in a portable program belongs to no system: these are the files of Debian and Arch, Fedora, openSUSE,
  // and Alpine.
  for (const char* file : {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                           "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"}) {
    if (access(file, R_OK) == 0) return file;
  }
#endif
  return nullptr;
}

// One HTTP request that is under way.
class Transfer {
 public:
  Transfer(const HttpRequest& request, CURLM* multi) : request_(request), multi_(multi), easy_(curl_easy_init()) {
    fail_unless(easy_ != nullptr);
    curl_easy_setopt(easy_.get(), CURLOPT_PRIVATE, this);
    set_up();
    fail_unless(curl_multi_add_handle(multi_, easy_.get()) == CURLM_OK);
  }
  ~Transfer() { curl_multi_remove_handle(multi_, easy_.get()); }
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  static Transfer& of(CURL* easy) {
    void* self = nullptr;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &self);
    return *static_cast<Transfer*>(self);
  }

  void finish(CURLcode result) {
    const long status = status_now();
    // Of an answer that is not a 200, nothing is needed but its first line and its headers.
    const bool whole = status == 200 ? result == CURLE_OK || has_more_ : status > 200;
    if (!whole) {
      answer_.body.clear();
      answer_.timed_out = result == CURLE_OPERATION_TIMEDOUT;
      answer_.problem = curl_easy_strerror(result);
      return;
    }
    answer_.status = static_cast<std::uint32_t>(status);
    answer_.retry_after = retry_after();
  }
  [[nodiscard]] HttpAnswer take() { return std::move(answer_); }

 private:
  template <typename T>
  void set(CURLoption option, T value) {
    fail_unless(curl_easy_setopt(easy_.get(), option, value) == CURLE_OK);
  }

  void set_up() {
    const bool local = is_this_machine(host_of(request_.url));
    set(CURLOPT_URL, request_.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, local ? "https,http" : "https");
    set(CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
    if (const char* file = certificates_file()) set(CURLOPT_CAINFO, file);
    if (local) set(CURLOPT_PROXY, "");
    set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_NETRC, long{CURL_NETRC_IGNORED});
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_USERAGENT, kUserAgent);
    add_header("Accept-Encoding: identity");
    const auto timeout_ms = static_cast<long>(request_.timeout.count());
    set(CURLOPT_CONNECTTIMEOUT_MS, timeout_ms);
    if (request_.body.empty()) {
      set(CURLOPT_LOW_SPEED_LIMIT, kSlowest);
      set(CURLOPT_LOW_SPEED_TIME, std::max(1L, timeout_ms / 1000));
    } else {
      set(CURLOPT_TIMEOUT_MS, timeout_ms);
      set(CURLOPT_POST, 1L);
      set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
      set(CURLOPT_POSTFIELDS, reinterpret_cast<const char*>(request_.body.data()));
      for (const char* without : {"Content-Type:", "Expect:"}) add_header(without);
    }
    set(CURLOPT_HTTPHEADER, headers_.get());
    set(CURLOPT_WRITEFUNCTION, &Transfer::written);
    set(CURLOPT_WRITEDATA, static_cast<void*>(this));
  }

  void add_header(const char* line) {
    curl_slist* longer = curl_slist_append(headers_.get(), line);
    fail_unless(longer != nullptr);
    static_cast<void>(headers_.release());  // `longer` begins with what is released, and owns it now
    headers_.reset(longer);
  }

  // libcurl calls this with the bytes that came. Taking fewer of them ends the transfer.
  static std::size_t written(const char* data, std::size_t /*one*/, std::size_t size, void* self) {
    return static_cast<Transfer*>(self)->take_bytes({data, size});
  }
  std::size_t take_bytes(std::string_view bytes) {
    if (status_now() != 200) return 0;
    Bytes& body = answer_.body;
    const std::size_t room = request_.max_size + 1 - body.size();
    const std::string_view taken = bytes.substr(0, room);
    body.insert(body.end(), taken.begin(), taken.end());
    has_more_ = body.size() > request_.max_size;
    return has_more_ ? 0 : bytes.size();
  }

  [[nodiscard]] long status_now() const {
    long status = 0;
    curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    return status;
  }

  [[nodiscard]] std::uint32_t retry_after() const {
    curl_header* header = nullptr;
    if (curl_easy_header(easy_.get(), "Retry-After", 0, CURLH_HEADER, -1, &header) != CURLHE_OK) return 0;
    return retry_after_seconds(header->value);
  }

  const HttpRequest& request_;
  CURLM* multi_;
  std::unique_ptr<CURL, CloseEasy> easy_;
  std::unique_ptr<curl_slist, FreeHeaders> headers_;
  HttpAnswer answer_;
  bool has_more_ = false;
};

void take_finished(CURLM* multi) {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
    if (message->msg == CURLMSG_DONE) Transfer::of(message->easy_handle).finish(message->data.result);
  }
}

}  // namespace

bool is_web_address(std::string_view text) { return text.starts_with("https://") || text.starts_with("http://"); }

bool may_be_asked(const std::string& url) {
  const Address address = address_of(url);
  if (address.host.empty() || !address.user.empty() || !address.password.empty()) return false;
  return address.scheme == "https" || (address.scheme == "http" && is_this_machine(address.host));
}

std::string host_of(const std::string& url) { return address_of(url).host; }

void HttpClient::Close::operator()(void* multi) const { curl_multi_cleanup(multi); }

HttpClient::HttpClient() {
  start_libcurl();
  multi_.reset(curl_multi_init());
  fail_unless(multi_ != nullptr);
}

std::vector<HttpAnswer> HttpClient::exchange(std::span<const HttpRequest> requests) {
  std::vector<std::unique_ptr<Transfer>> transfers;
  for (const HttpRequest& request : requests) {
    transfers.push_back(std::make_unique<Transfer>(request, multi_.get()));
  }
  int running = 0;
  do {
    throw_if_stopped();
    fail_unless(curl_multi_perform(multi_.get(), &running) == CURLM_OK);
    take_finished(multi_.get());
    if (running != 0) curl_multi_poll(multi_.get(), nullptr, 0, kPollMs, nullptr);
  } while (running != 0);
  std::vector<HttpAnswer> answers;
  answers.reserve(transfers.size());
  for (const auto& transfer : transfers) answers.push_back(transfer->take());
  return answers;
}

}  // namespace selfcheck::cli
