package main


func init() {}
