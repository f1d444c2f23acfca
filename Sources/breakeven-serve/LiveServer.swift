// SPDX-License-Identifier: GPL-3.0-or-later

internal import Experiments
internal import FlyingFox
internal import Foundation
internal import Reports

/// Serves a live page on this machine and nowhere else.
///
/// It answers requests that were meant for it only: the name of the host must be this machine's, so that no
/// other site's name can be pointed at it (DNS rebinding); a request from the page of another site is refused;
/// so is a body that is larger than any change of numbers.
struct LiveServer: HTTPHandler {
  let session: LiveSession
  let port: UInt16

  static let largestBody = 64 << 10

  func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
    guard let host = request.headers[.host], hosts.contains(host.lowercased()) else {
      return refusal(.forbidden, "this page is served to this machine only")
    }
    if let origin = request.headers[HTTPHeader("Origin")],
      !hosts.map({ "http://\($0)" }).contains(origin.lowercased())
    {
      return refusal(.forbidden, "a request from another site")
    }
    switch (request.method, request.path) {
    case (.GET, "/"): return page()
    case (.GET, "/live.js"):
      return answer(.ok, "text/javascript; charset=utf-8", LivePage.script)
    case (.POST, "/run"), (.POST, "/experiment.yaml"): return try await changed(request)
    case (_, "/"), (_, "/live.js"), (_, "/run"), (_, "/experiment.yaml"):
      return refusal(.methodNotAllowed, "not with this method")
    default: return refusal(.notFound, "there is nothing here")
    }
  }

  private var hosts: [String] {
    ["127.0.0.1", "localhost"].map { "\($0):\(port)" }
  }

  private func page() -> HTTPResponse {
    do {
      let report = try session.report(changing: [:])
      return answer(
        .ok, "text/html; charset=utf-8", LivePage(session.editable, report: report).html)
    } catch {
      return refusal(.internalServerError, "\(error)")
    }
  }

  private func changed(_ request: HTTPRequest) async throws -> HTTPResponse {
    // A form of another site can send text, but not this type.
    guard request.headers[.contentType]?.lowercased().hasPrefix("application/json") == true else {
      return refusal(.unsupportedMediaType, "send the changed numbers as application/json")
    }
    guard let body = try await body(of: request) else {
      return refusal(.payloadTooLarge, "more than \(Self.largestBody) bytes")
    }
    guard let changes = try? JSONDecoder().decode([String: Double].self, from: body) else {
      return refusal(.badRequest, "not a JSON object of numbers")
    }
    do {
      if request.path == "/experiment.yaml" {
        return answer(
          .ok, "application/yaml; charset=utf-8", try session.editable.text(changing: changes))
      }
      let report = try session.report(changing: changes)
      var response = answer(.ok, "text/html; charset=utf-8", report.live)
      response.headers[HTTPHeader("X-Trials")] = report.trialCount
      return response
    } catch let invalid as InvalidInput {
      return refusal(.unprocessableContent, "\(invalid)")
    } catch {
      return refusal(.internalServerError, "\(error)")
    }
  }

  /// The body, nil where it is too large; no more than that is ever read.
  private func body(of request: HTTPRequest) async throws -> Data? {
    if let length = request.headers[.contentLength].flatMap(Int.init), length > Self.largestBody {
      return nil
    }
    var body = Data()
    for try await part in request.bodySequence {
      body += part
      if body.count > Self.largestBody { return nil }
    }
    return body
  }

  private func refusal(_ status: HTTPStatusCode, _ reason: String) -> HTTPResponse {
    var response = answer(status, "text/plain; charset=utf-8", reason + "\n")
    // What was not read of a body would be taken for the next request.
    response.headers[.connection] = "close"
    return response
  }

  private func answer(_ status: HTTPStatusCode, _ type: String, _ text: String) -> HTTPResponse {
    HTTPResponse(
      statusCode: status,
      headers: [
        .contentType: type,
        HTTPHeader("Cache-Control"): "no-store",
        HTTPHeader("X-Content-Type-Options"): "nosniff",
        HTTPHeader("Referrer-Policy"): "no-referrer",
        HTTPHeader("Cross-Origin-Resource-Policy"): "same-origin",
        HTTPHeader("Content-Security-Policy"):
          "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:; "
          + "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      ],
      body: Data(text.utf8))
  }
}
