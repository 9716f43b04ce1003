CREATE SEQUENCE IF NOT EXISTS sq_{sms}_01;

CREATE TABLE IF NOT EXISTS {sms} (
  mt_pr NUMERIC(11) NOT NULL,
  msg_key VARCHAR(20),
  input_type CHAR(1) DEFAULT '0' NOT NULL,
  mt_refkey VARCHAR(20),
  priority CHAR(2) DEFAULT 'S' NOT NULL,
  date_client_req TIMESTAMP NOT NULL,
  content VARCHAR(4000) NOT NULL,
  callback VARCHAR(25) NOT NULL,
  service_type CHAR(2) NOT NULL,
  broadcast_yn CHAR(1) DEFAULT 'N' NOT NULL,
  msg_status CHAR(1) DEFAULT '1' NOT NULL,
  recipient_num VARCHAR(25),
  date_mt_sent TIMESTAMP,
  date_rslt TIMESTAMP,
  date_mt_report TIMESTAMP,
  mt_report_code_ib CHAR(4),
  mt_report_code_ibtype CHAR(1),
  carrier NUMERIC(5),
  rs_id VARCHAR(20),
  recipient_net NUMERIC(5),
  recipient_npsend CHAR(1),
  country_code VARCHAR(8) DEFAULT '82' NOT NULL,
  charset VARCHAR(20),
  msg_type NUMERIC(11),
  crypto_yn CHAR(1) DEFAULT 'N',
  ttl NUMERIC(5),
  emma_id CHAR(2) DEFAULT ' ',
  reg_date TIMESTAMP DEFAULT LOCALTIMESTAMP(0),
  mt_res_cnt NUMERIC(5),
  client_sub_id VARCHAR(20),
  dlr_report_code CHAR(4),
  date_dlr_report TIMESTAMP,
  origin_cid VARCHAR(20),
  PRIMARY KEY (mt_pr)
);

CREATE INDEX IF NOT EXISTS {sms}_01 ON {sms} (msg_status, date_client_req);

CREATE SEQUENCE IF NOT EXISTS sq_{mms}_01;

CREATE TABLE IF NOT EXISTS {mms} (
  mt_pr NUMERIC(11) NOT NULL,
  msg_key VARCHAR(20),
  input_type CHAR(1) DEFAULT '0' NOT NULL,
  mt_refkey VARCHAR(20),
  priority CHAR(2) DEFAULT 'S' NOT NULL,
  msg_class CHAR(1) DEFAULT '1',
  date_client_req TIMESTAMP NOT NULL,
  subject VARCHAR(40) NOT NULL,
  content_type NUMERIC(5) DEFAULT 0,
  content VARCHAR(4000) NOT NULL,
  attach_file_group_key NUMERIC(11) DEFAULT 0,
  callback VARCHAR(25) NOT NULL,
  service_type CHAR(2) NOT NULL,
  broadcast_yn CHAR(1) DEFAULT 'N' NOT NULL,
  msg_status CHAR(1) DEFAULT '1' NOT NULL,
  recipient_num VARCHAR(25),
  date_mt_sent TIMESTAMP,
  date_rslt TIMESTAMP,
  date_mt_report TIMESTAMP,
  mt_report_code_ib CHAR(4),
  mt_report_code_ibtype CHAR(1),
  carrier NUMERIC(5),
  rs_id VARCHAR(20),
  recipient_net NUMERIC(5),
  recipient_npsend CHAR(1),
  country_code VARCHAR(8) DEFAULT '82' NOT NULL,
  charset VARCHAR(20),
  msg_type NUMERIC(11),
  crypto_yn CHAR(1) DEFAULT 'N',
  ttl NUMERIC(5),
  emma_id CHAR(2) DEFAULT ' ',
  reg_date TIMESTAMP DEFAULT LOCALTIMESTAMP(0),
  mt_res_cnt NUMERIC(5),
  client_sub_id VARCHAR(20),
  origin_cid VARCHAR(20),
  PRIMARY KEY (mt_pr)
);

CREATE INDEX IF NOT EXISTS {mms}_01 ON {mms} (msg_status, date_client_req);

CREATE SEQUENCE IF NOT EXISTS sq_{ata}_01;

CREATE TABLE IF NOT EXISTS {ata} (
  mt_pr NUMERIC(11) NOT NULL,
  mt_refkey VARCHAR(20),
  priority CHAR(2) DEFAULT 'S' NOT NULL,
  date_client_req TIMESTAMP NOT NULL,
  subject VARCHAR(40) DEFAULT ' ' NOT NULL,
  content VARCHAR(4000) NOT NULL,
  callback VARCHAR(25) NOT NULL,
  msg_status CHAR(1) DEFAULT '1' NOT NULL,
  recipient_num VARCHAR(25),
  date_mt_sent TIMESTAMP,
  date_rslt TIMESTAMP,
  date_mt_report TIMESTAMP,
  report_code CHAR(4),
  rs_id VARCHAR(20),
  country_code VARCHAR(8) DEFAULT '82' NOT NULL,
  msg_type INT DEFAULT 1008 NOT NULL,
  crypto_yn CHAR(1) DEFAULT 'Y',
  ata_id CHAR(2) DEFAULT ' ',
  reg_date TIMESTAMP DEFAULT LOCALTIMESTAMP(0),
  sender_key VARCHAR(40) NOT NULL,
  template_code VARCHAR(30),
  response_method VARCHAR(20) DEFAULT 'push' NOT NULL,
  ad_flag CHAR(1) DEFAULT 'N' NOT NULL,
  kko_btn_type CHAR(1),
  kko_btn_info VARCHAR(4000),
  img_url VARCHAR(200),
  img_link VARCHAR(100),
  etc_text_1 VARCHAR(100),
  etc_text_2 VARCHAR(100),
  etc_text_3 VARCHAR(100),
  etc_num_1 INT,
  etc_num_2 INT,
  etc_num_3 INT,
  etc_date_1 TIMESTAMP,
  PRIMARY KEY (mt_pr)
);

CREATE INDEX IF NOT EXISTS {ata}_01 ON {ata} (msg_status, date_client_req);

CREATE TABLE IF NOT EXISTS {files} (
  attach_file_group_key NUMERIC(11) NOT NULL,
  attach_file_group_seq NUMERIC(11) NOT NULL,
  attach_file_seq NUMERIC(11),
  attach_file_subpath VARCHAR(64),
  attach_file_name VARCHAR(64) NOT NULL,
  attach_file_carrier NUMERIC(11),
  reg_date TIMESTAMP DEFAULT LOCALTIMESTAMP(0) NOT NULL,
  PRIMARY KEY (attach_file_group_key, attach_file_group_seq)
);
